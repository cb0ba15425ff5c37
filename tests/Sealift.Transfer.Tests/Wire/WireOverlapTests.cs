using Sealift.Client;
using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Tests.Wire;

/// <summary>Two sides that are one server under two names, or under two logins: one tree in the other is found by what the server tells.</summary>
public sealed class WireOverlapTests : IAsyncDisposable
{
    private readonly FaultPeer _peer = new() { TellsUnique = true };

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Theory]
    [InlineData("a", "b", PlanRefusal.TargetInsideSource)]
    [InlineData("a", "b/c", PlanRefusal.TargetInsideSource)]
    [InlineData("a", "b/new", PlanRefusal.TargetInsideSource)]
    [InlineData("a/b/c", "b", PlanRefusal.SourceInsideTarget)]
    [InlineData("a/b", "b", PlanRefusal.SameTree)]
    [InlineData("z", "b", null)]
    public async Task Two_logins_with_other_tops_are_told_apart_by_the_identity_of_directories(string source, string target, PlanRefusal? refusal)
    {
        Fill(_peer);
        _peer.Roots["ann"] = "a";
        await using var from = _peer.Side(path: source, name: "by address");
        await using var to = _peer.Side(path: target, name: "by name", change: ToAnn);

        Assert.Equal(refusal, await FindRefusalAsync(from, to));
        Assert.Equal(0, _peer.CountOf("MLSD"));
    }

    [Theory]
    [InlineData("a", "a/b", PlanRefusal.TargetInsideSource)]
    [InlineData("/a/b", "a", PlanRefusal.SourceInsideTarget)]
    [InlineData("a/b", "/a/b", PlanRefusal.SameTree)]
    [InlineData("a", "z", null)]
    public async Task One_login_under_two_names_of_a_server_without_identities_is_known_by_its_user_and_certificate(string source, string target, PlanRefusal? refusal)
    {
        Fill(_peer);
        _peer.TellsUnique = false;
        await using var from = _peer.Side(path: source, name: "by address");
        await using var to = _peer.Side(path: target, name: "by name", change: options => options with { Host = "localhost" });

        Assert.Equal(refusal, await FindRefusalAsync(from, to));
        Assert.Equal(0, _peer.CountOf("MLSD"));
    }

    [Fact]
    public async Task Equal_identities_of_two_servers_say_nothing()
    {
        await using var other = new FaultPeer { TellsUnique = true };
        Fill(_peer);
        Fill(other);
        await using var from = _peer.Side(path: "a", name: "one");
        await using var to = other.Side(path: "a/b", name: "other");

        Assert.Null(await FindRefusalAsync(from, to));
    }

    private static FtpClientOptions ToAnn(FtpClientOptions options) =>
        options with { Host = "localhost", Credential = FtpCredential.WithPassword("ann", "secret") };

    private static void Fill(FaultPeer peer)
    {
        peer.Files["a/b/c/file"] = [1];
        peer.Files["z/file"] = [1];
    }

    private static async Task<PlanRefusal?> FindRefusalAsync(TransferSide from, TransferSide to)
    {
        var thrown = await Record.ExceptionAsync(() => new TransferPlan(from, to).CheckAsync(TestContext.Current.CancellationToken).AsTask());
        Assert.True(thrown is null or TransferPlanException, thrown?.ToString());
        return (thrown as TransferPlanException)?.Refusal;
    }
}
