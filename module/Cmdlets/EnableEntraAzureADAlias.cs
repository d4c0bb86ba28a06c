using System.Management.Automation;

namespace EntraRevoke.Cmdlets;

/// <summary>
/// Lets scripts written for the retired module AzureAD find this module's cmdlets under the names they know. A name
/// that belongs to another command is left as it is, with a warning.
/// </summary>
/// <remarks>
/// The aliases are global, wherever this is called from, and they are those of a module of their own, since in the
/// engine only an import reaches the global scope: Remove-Module EntraRevoke.AzureADAlias takes them away. Removing
/// EntraRevoke leaves them; they name its cmdlets with the module, so using one loads EntraRevoke again where it is
/// installed, and no module with cmdlets of the same names can come between.
/// </remarks>
[Cmdlet(VerbsLifecycle.Enable, "EntraAzureADAlias", HelpUri = ModuleInfo.Docs + "Enable-EntraAzureADAlias.md")]
public sealed class EnableEntraAzureADAlias : EntraCmdlet
{
    private const string AliasModule = ModuleInfo.Name + ".AzureADAlias";

    private static readonly (string Alias, string Cmdlet)[] Names =
    [
        ("Connect-AzureAD", "Connect-Entra"),
        ("Disconnect-AzureAD", "Disconnect-Entra"),
        ("Get-EntraCurrentSessionInfo", "Get-EntraContext"),
        ("Revoke-AzureADSignedInUserAllRefreshToken", "Revoke-EntraSignedInUserAllRefreshToken"),
    ];

    /// <inheritdoc/>
    protected override void Process()
    {
        var free = new List<string>();
        foreach (var (alias, cmdlet) in Names)
        {
            // Looks at what is loaded only: the module AzureAD, where it is installed, must not be loaded by this.
            var taken = InvokeCommand.GetCommands(alias, CommandTypes.All, nameIsPattern: false).FirstOrDefault();
            if (taken is null)
            {
                free.Add($"${{Alias:{alias}}} = '{ModuleInfo.Name}\\{cmdlet}'");
            }
            else if (!IsOurs(taken, cmdlet))
            {
                WriteWarning(
                    $"{alias} stays as it is, {Describe(taken)}: use {CommandText.Typed(cmdlet, this)}, or remove that command and run "
                        + $"{MyInvocation.MyCommand.Name} again."
                );
            }
        }

        if (free.Count > 0)
        {
            Import(string.Join("; ", free));
        }
    }

    private void Import(string assignments)
    {
        var script = ScriptBlock.Create(
            $$"""
            Microsoft.PowerShell.Core\New-Module -Name {{AliasModule}} -ScriptBlock {
                {{assignments}}
                Microsoft.PowerShell.Core\Export-ModuleMember -Alias *
            } | Microsoft.PowerShell.Core\Import-Module -Global
            """
        );
        InvokeCommand.InvokeScript(useLocalScope: true, script, input: null);
    }

    private static bool IsOurs(CommandInfo command, string cmdlet) =>
        command is AliasInfo alias
        && (
            IsSame(alias.Definition, $"{ModuleInfo.Name}\\{cmdlet}")
            || (
                alias.ResolvedCommand is { } resolved
                && IsSame(resolved.ModuleName, ModuleInfo.Name)
                && IsSame(resolved.Name, cmdlet)
            )
        );

    private static bool IsSame(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static string Describe(CommandInfo command) =>
        command switch
        {
            AliasInfo alias => $"an alias of {alias.Definition}",
            { ModuleName.Length: > 0 } => $"a command of the module {command.ModuleName}",
            FunctionInfo => "a function of this session",
            _ => $"the command {command.Definition}",
        };
}
