using Sealift.App.Tests.Browsing;
using Sealift.TestKit;

// The servers of Debian and the browser, started once for all tests here.
[assembly: AssemblyFixture(typeof(PeerServers))]
[assembly: AssemblyFixture(typeof(Chromium))]
