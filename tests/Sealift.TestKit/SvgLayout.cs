using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Sealift.TestKit;

/// <summary>
/// Measures a timeline's SVG and finds what a reader would stumble over: words on words, words of one connection in the box of another, a life line
/// through words, anything beyond the edge.
/// </summary>
public static class SvgLayout
{
    private const double CharWidth = 7.25;
    private const double TitleCharWidth = 9.1;
    private const double TimeCharWidth = 6.65;
    private const double Ascent = 9;
    private const double Descent = 2;

    /// <summary>Every collision in words; empty in a good picture.</summary>
    /// <param name="svg">The picture.</param>
    public static IReadOnlyList<string> FindCollisions(string svg)
    {
        var root = XDocument.Parse(svg).Root ?? throw new FormatException("The picture has no root.");
        var (width, height) = (Number(root, "width"), Number(root, "height"));
        var boxes = new List<Box>();
        Collect(root, 0, "", boxes);
        var texts = boxes.Where(static box => box.Kind == "text").ToList();
        var found = new List<string>();
        found.AddRange(texts.Where(text => text.Left < 0 || text.Right > width || text.Top < 0 || text.Bottom > height).Select(static text => $"{text} is beyond the edge"));
        for (var i = 0; i < texts.Count; i++)
        {
            // Rows follow each other: only neighbours can collide.
            for (var j = i + 1; j < Math.Min(texts.Count, i + 40); j++)
            {
                if (texts[i].Meets(texts[j])) found.Add($"{texts[i]} is on {texts[j]}");
            }
        }

        foreach (var box in boxes.Where(static box => box.Kind != "text"))
        {
            foreach (var text in texts.Where(box.Meets))
            {
                if (box.Kind == "life") found.Add($"a life line runs through {text}");
                else if (box.Channel != "0" && box.Channel != text.Channel) found.Add($"{text} of connection {text.Channel} stands in the box of {box.Channel}");
                else if (box.Kind == "note" && !box.Holds(text)) found.Add($"{text} leaves its note");
            }
        }

        return found;
    }

    private static void Collect(XElement parent, double down, string channel, List<Box> boxes)
    {
        foreach (var element in parent.Elements())
        {
            var kind = element.Attribute("class")?.Value ?? "";
            var own = element.Attribute("data-channel")?.Value ?? channel;
            switch (element.Name.LocalName)
            {
                case "g":
                    Collect(element, down + Shift(element), own, boxes);
                    break;
                case "rect" when kind.Split(' ').Contains("seal"):
                    boxes.Add(Box.Of("seal", own, Number(element, "x"), Number(element, "y") + down, Number(element, "width"), Number(element, "height")));
                    break;
                case "rect" when kind == "box":
                    boxes.Add(Box.Of("note", own, Number(element, "x"), Number(element, "y") + down, Number(element, "width"), Number(element, "height")));
                    break;
                case "path" when kind.Split(' ').Contains("life"):
                    boxes.AddRange(LifeLines(element.Attribute("d")!.Value, down));
                    break;
                case "text":
                    boxes.Add(TextBox(element, kind, own, down));
                    break;
            }
        }
    }

    // "M96 10V40M912 10V40"
    private static IEnumerable<Box> LifeLines(string path, double down)
    {
        foreach (var line in path.Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = line.Split([' ', 'V'], StringSplitOptions.RemoveEmptyEntries).Select(static one => double.Parse(one, CultureInfo.InvariantCulture)).ToList();
            yield return Box.Of("life", "", numbers[0] - 0.5, numbers[1] + down, 1, numbers[2] - numbers[1]);
        }
    }

    private static Box TextBox(XElement element, string kind, string channel, double down)
    {
        var classes = kind.Split(' ');
        var width = Columns(element.Value) * (classes.Contains("end") ? TitleCharWidth : classes.Contains("time") ? TimeCharWidth : CharWidth);
        var (x, y) = (Number(element, "x"), Number(element, "y") + down);
        var left = classes.Contains("mid") ? x - (width / 2) : classes.Contains("right") || classes.Contains("time") ? x - width : x;
        return Box.Of("text", channel, left, y - Ascent, width, Ascent + Descent) with { Text = element.Value };
    }

    private static double Columns(string text) => text.EnumerateRunes().Sum(static rune =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? 0 : rune.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xD7A3 or >= 0xFF00 and <= 0xFF60 ? 2 : 1);

    private static double Shift(XElement group)
    {
        var transform = group.Attribute("transform")?.Value;
        return transform is null ? 0 : double.Parse(transform.Split(' ')[^1].TrimEnd(')'), CultureInfo.InvariantCulture);
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);

    private sealed record Box(string Kind, string Channel, double Left, double Top, double Right, double Bottom)
    {
        public string Text { get; init; } = "";

        public static Box Of(string kind, string channel, double x, double y, double width, double height) => new(kind, channel, x, y, x + width, y + height);

        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

        public bool Holds(Box other) => Left <= other.Left && Right >= other.Right && Top <= other.Top && Bottom >= other.Bottom;

        public override string ToString() => $"\"{Text}\"";
    }
}
