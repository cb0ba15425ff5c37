using Sealift.Proof.Tests.Sweeps;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(SweepLanes))]
[assembly: AssemblyFixture(typeof(SweepTotals))]

// Each sweep keeps every processor busy by itself.
[assembly: Parallelization(Mode = ParallelMode.None)]
