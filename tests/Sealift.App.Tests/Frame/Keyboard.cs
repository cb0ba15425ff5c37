using Microsoft.Playwright;

namespace Sealift.App.Tests.Frame;

/// <summary>The keyboard of somebody who has no mouse.</summary>
internal static class Keyboard
{
    private const int MostSteps = 80;

    /// <summary>Goes on with Tab until something has the keyboard.</summary>
    public static async Task TabToAsync(this IPage page, ILocator wanted)
    {
        await wanted.WaitForAsync();
        for (var step = 0; step < MostSteps; step++)
        {
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The keyboard does not get to {wanted}.");
    }
}
