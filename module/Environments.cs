using System.Management.Automation;
using System.Runtime.CompilerServices;
using EntraRevoke.Native;

namespace EntraRevoke;

/// <summary>
/// The environments known to this process, in memory only; safe from any thread. Reading them needs no native library.
/// </summary>
internal static class Environments
{
    private static readonly object Gate = new();

    /// <summary>Replaced as a whole, never changed, so that readers need no lock.</summary>
    private static EntraEnvironment[] s_all = BuiltIn();

    /// <summary>All of them, built-in ones first, then those of the user in the order in which they were added.</summary>
    internal static EntraEnvironment[] All => Volatile.Read(ref s_all);

    /// <summary>The environment of a name, in any case.</summary>
    /// <exception cref="EntraRevokeException">There is none (<c>EnvironmentNotFound</c>).</exception>
    internal static EntraEnvironment Find(string name) =>
        Lookup(name)
        ?? throw new EntraRevokeException(
            EntraErrorKind.NotFound,
            "EnvironmentNotFound",
            $"there is no environment named '{name}'"
        );

    /// <summary>The environments whose names match a pattern, or are the pattern itself; none is no failure.</summary>
    /// <exception cref="EntraRevokeException">The pattern is none (<c>InvalidPattern</c>).</exception>
    internal static EntraEnvironment[] Matching(string pattern)
    {
        try
        {
            var wildcard = new WildcardPattern(pattern, WildcardOptions.IgnoreCase);
            return Array.FindAll(
                All,
                environment => environment.IsNamed(pattern) || wildcard.IsMatch(environment.Name)
            );
        }
        catch (WildcardPatternException)
        {
            return Refuse(pattern);
        }
    }

    /// <summary>Defines an environment of the user, in place of an earlier one of that name.</summary>
    /// <exception cref="EntraRevokeException">
    /// The name is that of a built-in one (<c>BuiltInEnvironment</c>), or an address cannot be used
    /// (<c>InvalidEndpoint</c>).
    /// </exception>
    internal static EntraEnvironment Define(string name, string authority, string graph)
    {
        if (Lookup(name) is { IsBuiltIn: true } builtIn)
        {
            throw BuiltIn(builtIn, "replaced");
        }

        return Put(name, authority, graph);
    }

    /// <summary>Changes an environment of the user; an address that is null stays as it is.</summary>
    /// <exception cref="EntraRevokeException">As for <see cref="Find"/> and <see cref="Define"/>.</exception>
    internal static EntraEnvironment Change(string name, string? authority, string? graph)
    {
        var old = UserDefined(name, "changed");
        return Put(old.Name, authority ?? old.AzureADEndpoint, graph ?? old.GraphEndpoint);
    }

    /// <summary>Forgets an environment of the user, and returns it.</summary>
    /// <exception cref="EntraRevokeException">
    /// There is none of that name (<c>EnvironmentNotFound</c>), or it is built in (<c>BuiltInEnvironment</c>).
    /// </exception>
    internal static EntraEnvironment Remove(string name)
    {
        lock (Gate)
        {
            var removed = UserDefined(name, "removed");
            Volatile.Write(ref s_all, Array.FindAll(s_all, other => !ReferenceEquals(other, removed)));
            return removed;
        }
    }

    // Apart from the search, which may not even name the exception: compiling that loads the assembly of the bindings.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static EntraEnvironment[] Refuse(string pattern) =>
        throw new EntraRevokeException(
            EntraErrorKind.InvalidArgument,
            "InvalidPattern",
            $"the pattern '{pattern}' is not valid"
        );

    private static EntraEnvironment? Lookup(string name) => Array.Find(All, environment => environment.IsNamed(name));

    private static EntraEnvironment UserDefined(string name, string participle)
    {
        var environment = Find(name);
        return environment.IsBuiltIn ? throw BuiltIn(environment, participle) : environment;
    }

    private static EntraEnvironment Put(string name, string authority, string graph)
    {
        (authority, graph) = NativeEnvironment.Parse(name, authority, graph);
        var environment = new EntraEnvironment(name, authority, graph);
        lock (Gate)
        {
            var index = Array.FindIndex(s_all, other => other.IsNamed(name));
            EntraEnvironment[] changed = index < 0 ? [.. s_all, environment] : [.. s_all];
            if (index >= 0)
            {
                changed[index] = environment;
            }

            Volatile.Write(ref s_all, changed);
        }

        return environment;
    }

    private static EntraRevokeException BuiltIn(EntraEnvironment environment, string participle) =>
        new(
            EntraErrorKind.InvalidArgument,
            "BuiltInEnvironment",
            $"the environment '{environment.Name}' is built in and cannot be {participle}"
        );

    /// <summary>The clouds that everybody knows, as the native library knows them (a test compares the two).</summary>
    private static EntraEnvironment[] BuiltIn()
    {
        const string UsGov = "https://login.microsoftonline.us";
        return
        [
            Known("Global", "https://login.microsoftonline.com", "https://graph.microsoft.com"),
            Known("USGov", UsGov, "https://graph.microsoft.us"),
            Known("USGovDoD", UsGov, "https://dod-graph.microsoft.us"),
            Known("China", "https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"),
            Known("BleuCloud", "https://login.sovcloud-identity.fr", "https://graph.svc.sovcloud.fr"),
            Known("DelosCloud", "https://login.sovcloud-identity.de", "https://graph.svc.sovcloud.de"),
            Known("GovSGCloud", "https://login.sovcloud-identity.sg", "https://graph.svc.sovcloud.sg"),
        ];
    }

    private static EntraEnvironment Known(string name, string authority, string graph) =>
        new(name, authority, graph) { IsBuiltIn = true };
}
