using Microsoft.Playwright;

namespace Sealift.App.Tests.Look;

/// <summary>What a browser draws, measured: every word that is seen against what is behind it.</summary>
internal static class ReadablePage
{
    // Walks all texts, mixes the grounds behind each as the browser does, and gives those below what WCAG 2.2 (1.4.3) asks of them. Disabled controls are exempt there.
    private const string Script = """
        () => {
            const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
            const read = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255]; };
            const over = (top, below) => top.slice(0, 3).map((value, i) => value * top[3] + below[i] * (1 - top[3]));
            const linear = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
            const luminance = color => 0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2]);
            const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
            const ground = element => {
                const layers = [];
                for (let one = element; one; one = one.parentElement) layers.unshift(read(getComputedStyle(one).backgroundColor));
                return layers.reduce((below, top) => over(top, below), [255, 255, 255]);
            };
            const faint = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let node; node = walker.nextNode();) {
                const element = node.parentElement;
                if (!node.data.trim() || element.closest('svg, script, noscript, :disabled, [aria-disabled=true], .mud-disabled')) continue;
                const style = getComputedStyle(element), box = element.getBoundingClientRect();
                if (style.visibility !== 'visible' || box.width < 2 || box.height < 2) continue;
                let opacity = 1;
                for (let one = element; one; one = one.parentElement) opacity *= Number(getComputedStyle(one).opacity);
                if (opacity < 0.05) continue;
                const behind = ground(element), ink = read(style.color);
                const found = ratio(over([ink[0], ink[1], ink[2], ink[3] * opacity], behind), behind);
                const size = parseFloat(style.fontSize), isLarge = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
                if (found < (isLarge ? 3 : 4.5)) faint.push(`"${node.data.trim().slice(0, 40)}" (${element.className || element.tagName}): ${found.toFixed(2)}`);
            }
            return [...new Set(faint)];
        }
        """;

    /// <summary>The words that are too faint, each with its ratio.</summary>
    public static Task<string[]> FindFaintAsync(IPage page) => page.EvaluateAsync<string[]>(Script);
}
