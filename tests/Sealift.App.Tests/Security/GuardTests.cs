using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Sealift.App.Hosting;
using Sealift.Cli.Apps;

namespace Sealift.App.Tests.Security;

/// <summary>The guard alone, with a clock of the test's own.</summary>
public sealed class GuardTests
{
    private const string Password = "the app's own password";

    private readonly FakeTimeProvider _time = new();
    private bool _hasPassed;

    [Fact]
    public void The_word_of_the_address_works_once_and_for_ten_minutes()
    {
        var access = Open(new AppSettings());
        var token = access.FirstAddress().Query.Split('=')[1];
        Assert.False(access.TakeToken(token[..^1] + (token[^1] == 'A' ? 'B' : 'A')));
        Assert.True(access.TakeToken(token));
        Assert.False(access.TakeToken(token));

        var late = access.FirstAddress().Query.Split('=')[1];
        _time.Advance(TimeSpan.FromMinutes(10.1));

        Assert.False(access.TakeToken(late));
    }

    [Fact]
    public async Task After_five_wrong_passwords_even_the_right_one_has_to_wait()
    {
        var access = Open(new AppSettings { Address = IPAddress.Any, Password = Password });
        for (var i = 0; i < 5; i++) Assert.Equal(StatusCodes.Status403Forbidden, (await LogInAsync(access, "wrong")).StatusCode);

        var throttled = await LogInAsync(access, Password);
        Assert.Equal(StatusCodes.Status429TooManyRequests, throttled.StatusCode);
        Assert.Empty(throttled.Headers.SetCookie.ToString());

        _time.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(StatusCodes.Status403Forbidden, (await LogInAsync(access, "wrong again")).StatusCode);
        Assert.Equal(StatusCodes.Status429TooManyRequests, (await LogInAsync(access, Password)).StatusCode);
        _time.Advance(TimeSpan.FromSeconds(2.1));
        var let = await LogInAsync(access, Password);

        Assert.Equal(StatusCodes.Status303SeeOther, let.StatusCode);
        Assert.Contains("secure", let.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_of_an_own_form_in_another_page_is_not_even_looked_at()
    {
        var access = Open(new AppSettings { Address = IPAddress.Any, Password = Password });

        var refused = await LogInAsync(access, Password, origin: "https://evil.example");

        Assert.Equal(StatusCodes.Status403Forbidden, refused.StatusCode);
        Assert.Empty(refused.Headers.SetCookie.ToString());
        Assert.False(_hasPassed);
    }

    private Access Open(AppSettings settings)
    {
        var access = new Access(settings, _time);
        access.Open(settings.Address, 8443, settings.Password is null ? "http" : "https");
        return access;
    }

    private async Task<HttpResponse> LogInAsync(Access access, string password, string origin = "https://app.example:8443")
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Post;
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("app.example:8443");
        context.Request.Path = AccessGuard.LoginPath;
        context.Request.Headers.Origin = origin;
        context.Request.ContentType = "application/x-www-form-urlencoded";
        var form = $"password={Uri.EscapeDataString(password)}";
        context.Request.Body = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(form));
        var guard = new AccessGuard(
            _ =>
            {
                _hasPassed = true;
                return Task.CompletedTask;
            },
            access);
        await guard.InvokeAsync(context);
        return context.Response;
    }
}
