using System.Text;
using Sealift.App.Files.Panes;
using Sealift.App.Files.Texts;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;

namespace Sealift.App.Tests.Files;

public sealed class TextFileTests
{
    private static readonly FtpPath Name = FtpPath.Parse("/note.txt");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<byte[], TextEncodingKind, bool> Written => new()
    {
        { "a\nü\n"u8.ToArray(), TextEncodingKind.Utf8, false },
        { "a\r\nü\r\n"u8.ToArray(), TextEncodingKind.Utf8, true },
        { [0xEF, 0xBB, 0xBF, .. "ü"u8], TextEncodingKind.Utf8WithMark, false },
        { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("ü\r\n")], TextEncodingKind.Utf16, true },
        { [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("ü\n")], TextEncodingKind.Utf16BigEndian, false },
        { [(byte)'a', 0xFC, 0x80, (byte)'\n'], TextEncodingKind.Latin1, false },
        { [], TextEncodingKind.Utf8, false },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void A_text_that_was_not_changed_is_written_as_it_was(byte[] bytes, TextEncodingKind kind, bool usesCrLf)
    {
        var read = TextFormat.Read(bytes);

        Assert.NotNull(read);
        Assert.Equal((kind, usesCrLf), (read.Value.Format.Encoding, read.Value.Format.UsesCrLf));
        Assert.DoesNotContain('\r', read.Value.Text);
        Assert.Equal(bytes, read.Value.Format.Write(read.Value.Text));
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 2 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 1 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x00, 0xD8 })]
    public void What_is_no_text_is_not_opened_as_one(byte[] bytes) => Assert.Null(TextFormat.Read(bytes));

    [Fact]
    public void A_letter_that_the_encoding_has_not_is_named()
    {
        var refusal = Assert.Throws<CommandException>(() => new TextFormat(TextEncodingKind.Latin1, UsesCrLf: false).Write("5 €"));

        Assert.Contains("€", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_text_is_written_back_with_its_permissions()
    {
        using var disk = new TempDirectory();
        var place = disk.Write("note.txt", "old\r\n"u8);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var side = PaneSide.Of(new LocalFileStore(disk.Path), "disk");
        var file = await TextFile.OpenAsync(side, Name, Token);

        await file.SaveAsync("new\ntext\n", file.Format, replacesAnything: false, Token);
        await file.SaveAsync("new\ntext\nagain\n", file.Format, replacesAnything: false, Token);

        Assert.Equal("new\r\ntext\r\nagain\r\n", await File.ReadAllTextAsync(place, Token));
        Assert.Equal([place], Directory.EnumerateFileSystemEntries(disk.Path));
        if (!OperatingSystem.IsWindows()) Assert.True(File.GetUnixFileMode(place).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task What_somebody_else_wrote_meanwhile_is_not_replaced_unless_that_is_wanted()
    {
        using var disk = new TempDirectory();
        var place = disk.Write("note.txt", "old"u8);
        var time = File.GetLastWriteTimeUtc(place);
        var side = PaneSide.Of(new LocalFileStore(disk.Path), "disk");
        var file = await TextFile.OpenAsync(side, Name, Token);

        // The same size and the same time: only the content tells.
        await File.WriteAllTextAsync(place, "odd", Token);
        File.SetLastWriteTimeUtc(place, time);
        var conflict = await Assert.ThrowsAsync<TextChangedException>(() => file.SaveAsync("mine", file.Format, replacesAnything: false, Token));
        Assert.Equal("odd", await File.ReadAllTextAsync(place, Token));
        Assert.Equal(3, conflict.Now?.Size);

        await file.SaveAsync("mine", file.Format, replacesAnything: true, Token);
        Assert.Equal("mine", await File.ReadAllTextAsync(place, Token));

        File.Delete(place);
        Assert.Null((await Assert.ThrowsAsync<TextChangedException>(() => file.SaveAsync("more", file.Format, replacesAnything: false, Token))).Now);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_opened_as_text()
    {
        using var disk = new TempDirectory();
        disk.Write("note.txt", new byte[TextFile.MaxBytes + 1]);

        await Assert.ThrowsAsync<CommandException>(() => TextFile.OpenAsync(PaneSide.Of(new LocalFileStore(disk.Path), "disk"), Name, Token));
    }
}
