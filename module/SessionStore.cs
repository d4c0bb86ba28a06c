using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using EntraRevoke.Native;

namespace EntraRevoke;

/// <summary>
/// The sign-ins of this process, in memory only: one for all runspaces, and one for each runspace that asked for its
/// own. They outlive a removal of the module, since its assembly stays loaded.
/// </summary>
/// <remarks>
/// A sign-in that is replaced or removed is disposed at once; calls in flight end undisturbed, see
/// <see cref="NativeSession"/>.
/// </remarks>
internal static class SessionStore
{
    private static readonly object Gate = new();
    private static readonly ConditionalWeakTable<Runspace, Slot> Runspaces = [];
    private static readonly Slot Process = new();

    /// <summary>The sign-in that cmdlets of this runspace use: its own, else that of the process, else null.</summary>
    internal static SignedIn? Current
    {
        get
        {
            lock (Gate)
            {
                return Own(Runspace.DefaultRunspace)?.SignedIn ?? Process.SignedIn;
            }
        }
    }

    /// <summary>Makes a sign-in the one that cmdlets of this runspace use, in place of the earlier one.</summary>
    internal static void Replace(SignedIn signedIn)
    {
        lock (Gate)
        {
            var runspace = Runspace.DefaultRunspace;
            if (signedIn.Context.ContextScope == ContextScope.Runspace && runspace is not null)
            {
                Runspaces.GetValue(runspace, OpenSlot).Set(signedIn);
                return;
            }

            // One of its own would hide the new one from this runspace.
            Own(runspace)?.Set(null);
            Process.Set(signedIn);
        }
    }

    /// <summary>Removes the sign-in that cmdlets of this runspace use, and returns its context; null when none.</summary>
    internal static EntraContext? Remove()
    {
        lock (Gate)
        {
            var slot = Own(Runspace.DefaultRunspace) is { SignedIn: not null } own ? own : Process;
            var context = slot.SignedIn?.Context;
            slot.Set(null);
            return context;
        }
    }

    private static Slot? Own(Runspace? runspace) =>
        runspace is not null && Runspaces.TryGetValue(runspace, out var slot) ? slot : null;

    private static Slot OpenSlot(Runspace runspace)
    {
        runspace.StateChanged += Release;
        return new Slot();
    }

    private static void Release(object? sender, RunspaceStateEventArgs change)
    {
        if (change.RunspaceStateInfo.State is not (RunspaceState.Closed or RunspaceState.Broken))
        {
            return;
        }

        lock (Gate)
        {
            Own(sender as Runspace)?.Set(null);
        }
    }

    /// <summary>A place for one sign-in.</summary>
    private sealed class Slot
    {
        internal SignedIn? SignedIn { get; private set; }

        internal void Set(SignedIn? signedIn)
        {
            SignedIn?.Session.Dispose();
            SignedIn = signedIn;
        }
    }
}
