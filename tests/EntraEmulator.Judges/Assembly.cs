using EntraEmulator.Judges.Infrastructure;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(EmulatorProcess))]
// Faults and settings of the one emulator are for whoever asks next.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
