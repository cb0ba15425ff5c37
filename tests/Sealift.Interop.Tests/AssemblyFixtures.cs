using Sealift.TestKit;

[assembly: AssemblyFixture(typeof(PeerServers))]
