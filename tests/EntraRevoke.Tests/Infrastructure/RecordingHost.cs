using System.Globalization;
using System.Management.Automation.Host;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>A host that records what it is told to show.</summary>
internal sealed class RecordingHost : PSHost
{
    internal RecordingUserInterface Recorder { get; } = new();

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "EntraRevoke.Tests";

    public override PSHostUserInterface UI => Recorder;

    public override Version Version { get; } = new(1, 2, 3);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication() { }

    public override void NotifyEndApplication() { }

    public override void SetShouldExit(int exitCode) => throw new NotSupportedException();
}
