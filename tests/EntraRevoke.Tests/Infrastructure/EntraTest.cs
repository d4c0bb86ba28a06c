using System.Management.Automation;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>A test class with an emulator of its own, and a fresh runspace for each test.</summary>
public abstract class EntraTest(EmulatorProcess emulator) : IClassFixture<EmulatorProcess>, IAsyncLifetime
{
    protected const string Revoke = "Revoke-EntraSignedInUserAllRefreshToken";
    protected const string RevokeClass = "EntraRevoke.Cmdlets.RevokeEntraSignedInUserAllRefreshToken";
    protected const string ConnectClass = "EntraRevoke.Cmdlets.ConnectEntra";
    protected const string SignInAgain = "Run Connect-Entra -Scopes 'User.RevokeSessions.All'";

    private EntraRunspace? _shell;

    protected EmulatorProcess Emulator { get; } = emulator;

    protected EntraRunspace Shell => _shell ??= new EntraRunspace(Emulator, ContextScope);

    protected virtual string ContextScope => "Runspace";

    public virtual async ValueTask InitializeAsync() => await Emulator.Reset();

    public virtual async ValueTask DisposeAsync()
    {
        await Emulator.ClearFaults();
        _shell?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes sure of an error's id and category, and that its text says these things and is no stack trace.</summary>
    protected static void AssertError(ErrorRecord error, string id, ErrorCategory category, params string[] says)
    {
        var text = error.ToString();
        Assert.Equal((id, category), (error.FullyQualifiedErrorId, error.CategoryInfo.Category));
        Assert.All(says, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', text);
        Assert.DoesNotContain(" at EntraRevoke.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("MgGraph", text, StringComparison.Ordinal);
        Clean.OfSecrets(text);
    }
}
