using Sealift.TestKit;

[assembly: AssemblyFixture(typeof(PeerServers))]
[assembly: AssemblyFixture(typeof(FaultyPeers))]
