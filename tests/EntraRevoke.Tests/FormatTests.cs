using System.Management.Automation;
using System.Text.Json;

namespace EntraRevoke.Tests;

/// <summary>What is shown on the screen, and what becomes of the outputs as JSON.</summary>
public sealed class FormatTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string ModuleVersion = Path.GetFileName(Repository.ModuleFolder);

    [Fact]
    public void A_revocation_is_shown_as_in_the_reference() =>
        AssertShown(
            """

            Value
            -----
            True


            """,
            Shell.SignedIn().Show(Revoke)
        );

    [Theory]
    [InlineData("Get-EntraContext")]
    [InlineData("Disconnect-Entra")]
    public void A_context_is_shown_as_a_list_in_the_order_of_the_peers(string command) =>
        AssertShown(
            $$"""

            ClientId               : {{EmulatorProcess.DefaultClientId}}
            TenantId               : {{Emulator.TenantId}}
            Scopes                 : {User.RevokeSessions.All, User.Read}
            AuthType               : Delegated
            TokenCredentialType    : InteractiveBrowser
            CertificateThumbprint  : 
            CertificateSubjectName : 
            SendCertificateChain   : False
            Account                : {{EmulatorProcess.Adele}}
            AppName                : Microsoft Graph Command Line Tools
            ContextScope           : Runspace
            PSHostVersion          : 1.2.3
            ManagedIdentityId      : 
            Environment            : {{Shell.EnvironmentName}}
            EntraPSModuleName      : EntraRevoke
            EntraPSVersion         : {{ModuleVersion}}


            """,
            Shell.SignedIn("-Scopes User.RevokeSessions.All,User.Read").Show(command)
        );

    [Fact]
    public void Environments_are_shown_as_a_table() =>
        AssertShown(
            """

            Name       AzureADEndpoint                    GraphEndpoint                           Type
            ----       ---------------                    -------------                           ----
            Global     https://login.microsoftonline.com  https://graph.microsoft.com             Built-in
            USGov      https://login.microsoftonline.us   https://graph.microsoft.us              Built-in
            USGovDoD   https://login.microsoftonline.us   https://dod-graph.microsoft.us          Built-in
            China      https://login.chinacloudapi.cn     https://microsoftgraph.chinacloudapi.cn Built-in
            BleuCloud  https://login.sovcloud-identity.fr https://graph.svc.sovcloud.fr           Built-in
            DelosCloud https://login.sovcloud-identity.de https://graph.svc.sovcloud.de           Built-in
            GovSGCloud https://login.sovcloud-identity.sg https://graph.svc.sovcloud.sg           Built-in


            """,
            Shell.Show("Get-EntraEnvironment | Where-Object Type -EQ 'Built-in'")
        );

    [Fact]
    public void A_long_name_widens_its_column()
    {
        var name = Shell.EnvironmentName.PadRight(4);
        AssertShown(
            $"""

            {"Name".PadRight(name.Length)} {"AzureADEndpoint".PadRight(Emulator.Authority.Length)} {"GraphEndpoint".PadRight(
                Emulator.Graph.Length
            )} Type
            {"----".PadRight(name.Length)} {"---------------".PadRight(Emulator.Authority.Length)} {"-------------".PadRight(
                Emulator.Graph.Length
            )} ----
            {name} {Emulator.Authority} {Emulator.Graph} User-defined


            """,
            Shell.Show("Get-EntraEnvironment $EnvironmentName")
        );
    }

    [Fact]
    public void A_revocation_is_plain_as_json() => AssertJson("{\"Value\":true}", Shell.SignedIn().Run(Revoke));

    [Fact]
    public void An_environment_is_plain_as_json() =>
        AssertJson(
            """
            {"Name":"USGov","AzureADEndpoint":"https://login.microsoftonline.us","GraphEndpoint":"https://graph.microsoft.us","Type":"Built-in"}
            """,
            Shell.Run("Get-EntraEnvironment USGov")
        );

    /// <summary>Unlike this serialiser, ConvertTo-Json takes a version apart, for the peers' contexts as for ours.</summary>
    [Fact]
    public void A_context_is_plain_as_json() =>
        AssertJson(
            $$"""
            {"ClientId":"{{EmulatorProcess.DefaultClientId}}","TenantId":"{{Emulator.TenantId}}","Scopes":["User.RevokeSessions.All"],"AuthType":"Delegated","TokenCredentialType":"InteractiveBrowser","CertificateThumbprint":null,"CertificateSubjectName":null,"SendCertificateChain":false,"Account":"{{EmulatorProcess.Adele}}","AppName":"Microsoft Graph Command Line Tools","ContextScope":2,"PSHostVersion":"1.2.3","ManagedIdentityId":null,"Environment":"{{Shell.EnvironmentName}}","EntraPSModuleName":"EntraRevoke","EntraPSVersion":"{{ModuleVersion}}"}
            """,
            Shell.SignedIn().Run("Get-EntraContext")
        );

    [Theory]
    [InlineData("Set-EntraEnvironment", new[] { "EntraRevoke.EntraEnvironment" })]
    [InlineData("Remove-EntraEnvironment", new[] { "EntraRevoke.EntraEnvironment" })]
    [InlineData("Connect-Entra", new string[0])]
    [InlineData("Enable-EntraAzureADAlias", new string[0])]
    public void Output_types_are_declared_and_what_outputs_nothing_declares_none(string command, string[] types) =>
        Assert.Equal(
            types,
            Shell
                .Run($"(Get-Command {command}).OutputType | ForEach-Object {{ $_.Name }}")
                .Succeed()
                .Output.Select(type => type.ToString())
        );

    private static void AssertShown(string expected, string shown) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), shown.ReplaceLineEndings("\n"));

    private static void AssertJson(string expected, ScriptOutcome outcome)
    {
        var output = outcome.OnlyOutput;
        Assert.Equal(expected, JsonSerializer.Serialize(output.BaseObject, Plain));
        using var json = JsonDocument.Parse(expected);
        Assert.Equal(
            json.RootElement.EnumerateObject().Select(member => member.Name),
            output.Properties.Where(property => property is PSProperty).Select(property => property.Name)
        );
    }
}
