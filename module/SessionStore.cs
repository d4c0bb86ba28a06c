using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace EntraRevoke;

/// <summary>
/// The sign-ins of this process, in memory only: one for all runspaces, and one for each runspace that asked for its
/// own. They outlive a removal of the module, since its assembly stays loaded.
/// </summary>
/// <remarks>
/// A runspace that asked for its own sign-in never falls back to that of the process, whatever became of its own: it might
/// go on in another tenant. The sign-in of a runspace that was dropped goes when the runspace is collected.
/// </remarks>
internal static class SessionStore
{
    private static readonly object Gate = new();
    private static readonly ConditionalWeakTable<Runspace, SignInSlot> Runspaces = [];
    private static readonly SignInSlot Process = new();

    /// <summary>What is told about the sign-in that cmdlets of this runspace use; null when there is none.</summary>
    internal static EntraContext? CurrentContext
    {
        get
        {
            lock (Gate)
            {
                return Slot.SignedIn?.Current;
            }
        }
    }

    /// <summary>The same of a sign-in that has ended too, for what is said about it.</summary>
    internal static EntraContext? LatestContext
    {
        get
        {
            lock (Gate)
            {
                return Slot.SignedIn?.Context;
            }
        }
    }

    /// <summary>The sign-in that cmdlets of this runspace use, for one call; null when nobody is signed in.</summary>
    internal static SignInUse? Use()
    {
        lock (Gate)
        {
            return Slot.SignedIn is { } signedIn ? new SignInUse(signedIn) : null;
        }
    }

    /// <summary>
    /// Takes the sign-in out of where a new one will be: nobody is signed in there until it succeeds. The claims that the
    /// last refusal there asked for come with it.
    /// </summary>
    internal static SignInAttempt Begin(ContextScope scope, string environment)
    {
        lock (Gate)
        {
            var runspace = Runspace.DefaultRunspace;
            if (scope == ContextScope.Runspace && runspace is not null)
            {
                return new SignInAttempt(Runspaces.GetValue(runspace, OpenSlot), Gate, environment);
            }

            if (runspace is not null && Runspaces.TryGetValue(runspace, out var own))
            {
                // One of its own would hide the new one from this runspace.
                own.Take()?.Session.Dispose();
                runspace.StateChanged -= Release;
                Runspaces.Remove(runspace);
            }

            return new SignInAttempt(Process, Gate, environment);
        }
    }

    /// <summary>Keeps the claims that a refused call asks the next sign-in for.</summary>
    internal static void Remember(string environment, string? claims)
    {
        lock (Gate)
        {
            Slot.Remember(environment, claims);
        }
    }

    /// <summary>Removes the sign-in that cmdlets of this runspace use, and returns its context; null when none.</summary>
    internal static EntraContext? Remove()
    {
        lock (Gate)
        {
            var signedIn = Slot.Take();
            signedIn?.Session.Dispose();
            return signedIn?.Context;
        }
    }

    private static SignInSlot Slot =>
        Runspace.DefaultRunspace is { } runspace && Runspaces.TryGetValue(runspace, out var own) ? own : Process;

    private static SignInSlot OpenSlot(Runspace runspace)
    {
        runspace.StateChanged += Release;
        return new SignInSlot();
    }

    private static void Release(object? sender, RunspaceStateEventArgs change)
    {
        if (
            change.RunspaceStateInfo.State is not (RunspaceState.Closed or RunspaceState.Broken)
            || sender is not Runspace runspace
        )
        {
            return;
        }

        lock (Gate)
        {
            if (Runspaces.TryGetValue(runspace, out var own))
            {
                own.Take()?.Session.Dispose();
            }
        }
    }
}
