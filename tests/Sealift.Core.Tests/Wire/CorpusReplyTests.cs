using System.Buffers;
using System.Text;
using System.Text.Json;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

public sealed class CorpusReplyTests
{
    [Fact]
    public void Recorded_control_replies_read_as_their_sources_expect()
    {
        foreach (var record in SharedListings.Read("extra/control-replies.jsonl"))
        {
            var name = SharedListings.Text(record, "case")!;
            var expected = record.GetProperty("expected");
            if (expected.ValueKind == JsonValueKind.String)
            {
                Assert.Throws<FtpProtocolException>(() => Read(record));
                continue;
            }

            var replies = Read(record);
            Assert.Equal(expected.GetArrayLength(), replies.Count);
            foreach (var (want, got) in expected.EnumerateArray().Zip(replies))
            {
                Assert.Equal(want.GetProperty("code").GetInt32(), got.Code);
                if (SharedListings.Text(want, "terminated_by") is { } last)
                    Assert.Equal(last.Length > 3 ? last[4..] : "", got.Message);
                if (SharedListings.Text(want, "text") is { } text)
                    Assert.Equal(text, got.Text);
                if (want.TryGetProperty("lines", out var lines))
                    Assert.True(lines.EnumerateArray().Select(static line => line.GetString()!).SequenceEqual(got.Lines), name);
            }
        }
    }

    [Fact]
    public void Recorded_addresses_of_data_connections_read_as_their_sources_expect()
    {
        foreach (var record in SharedListings.Read("extra/pasv-epsv.jsonl"))
        {
            var input = SharedListings.Text(record, "input")!;
            var reply = new FtpReply(int.Parse(input[..3], null), input[4..]);
            var expected = record.GetProperty("expected");
            var isError = expected.ValueKind == JsonValueKind.String;
            if (SharedListings.Text(record, "kind") == "epsv")
            {
                Assert.Equal(!isError, DataEndPointFormat.TryParseEpsv(reply, out var port));
                Assert.Equal(isError ? 0 : expected.GetProperty("port").GetInt32(), isError ? 0 : port);
            }
            else
            {
                Assert.Equal(!isError, DataEndPointFormat.TryParsePasv(reply, out var endPoint));
                var wanted = isError ? null : $"{SharedListings.Text(expected, "host")}:{expected.GetProperty("port")}";
                Assert.Equal(wanted, endPoint?.ToString());
            }
        }
    }

    [Fact]
    public void Recorded_pwd_replies_read_as_their_sources_expect()
    {
        foreach (var record in SharedListings.Read("extra/pwd-replies.jsonl"))
        {
            var isPath = PwdFormat.TryParse(SharedListings.Text(record, "input"), out var path);
            var expected = SharedListings.Text(record, "expected");
            Assert.Equal(expected != "error", isPath);
            Assert.Equal(expected, isPath ? path!.ToString() : "error");
        }
    }

    private static List<FtpReply> Read(JsonElement record)
    {
        var reader = new ReplyReader();
        var replies = new List<FtpReply>();
        var pending = Array.Empty<byte>();
        foreach (var chunk in record.GetProperty("chunks").EnumerateArray())
        {
            pending = [.. pending, .. Encoding.UTF8.GetBytes(chunk.GetString()!)];
            var buffer = new ReadOnlySequence<byte>(pending);
            while (reader.TryRead(ref buffer, out var reply))
                replies.Add(reply);
            pending = buffer.ToArray();
        }

        return replies;
    }
}
