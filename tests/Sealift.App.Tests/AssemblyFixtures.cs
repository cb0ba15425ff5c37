using Sealift.TestKit;

// The servers of Debian, started once for all tests here.
[assembly: AssemblyFixture(typeof(PeerServers))]
