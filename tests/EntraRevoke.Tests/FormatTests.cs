namespace EntraRevoke.Tests;

/// <summary>What is shown on the screen, as a text, and what becomes of the outputs in other formats.</summary>
public sealed class FormatTests(EmulatorProcess emulator) : EntraTest(emulator)
{
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
            Certificate            : 
            PSHostVersion          : 1.2.3
            ManagedIdentityId      : 
            ClientSecret           : 
            Environment            : {{Shell.EnvironmentName}}
            EntraPSModuleName      : EntraRevoke
            EntraPSVersion         : {{ModuleVersion}}


            """,
            Shell.SignedIn("-Scopes User.RevokeSessions.All,User.Read").Show(command)
        );

    [Fact]
    public void Environments_are_shown_whole_on_80_columns()
    {
        var shown = Shell.Show("Get-EntraEnvironment China, USGovDoD");
        AssertShown(
            """

            Name            : China
            AzureADEndpoint : https://login.chinacloudapi.cn
            GraphEndpoint   : https://microsoftgraph.chinacloudapi.cn
            Type            : Built-in

            Name            : USGovDoD
            AzureADEndpoint : https://login.microsoftonline.us
            GraphEndpoint   : https://dod-graph.microsoft.us
            Type            : Built-in


            """,
            shown
        );
        Assert.All(Shell.Show("Get-EntraEnvironment").Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Each_object_of_a_script_is_shown_whatever_came_before_it()
    {
        var shown = Shell.Show(
            $$"""
            Get-EntraEnvironment Global
            Connect-Entra -NoWelcome
            Get-EntraContext
            {{Revoke}}
            Get-EntraEnvironment USGov
            """
        );
        Assert.Contains(
            """
            EntraPSModuleName      : EntraRevoke
            """,
            shown,
            StringComparison.Ordinal
        );
        Assert.Contains("\nValue\n-----\nTrue\n", shown.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Matches("(?m)^Name +: Global\r?$", shown);
        Assert.Matches("(?m)^Name +: USGov\r?$", shown);
    }

    [Theory]
    [InlineData("Get-EntraEnvironment USGov", "^USGov$")]
    [InlineData("Get-EntraContext", @"^AdeleV@contoso\.example in tenant [0-9a-f-]{36} \(Emulator [0-9a-f]{32}\)$")]
    [InlineData(Revoke, "^True$")]
    public void An_output_in_a_text_says_what_it_is(string command, string pattern) =>
        Assert.Matches(pattern, Shell.SignedIn().Run($"\"$({command})\"").OnlyOutput.ToString());

    /// <summary>Members of these types are what ConvertTo-Json and Export-Csv write as a reader expects.</summary>
    [Theory]
    [InlineData("Get-EntraEnvironment USGov")]
    [InlineData("Get-EntraContext")]
    [InlineData(Revoke)]
    public void Every_property_is_plain_text_a_truth_value_or_a_list_of_texts(string command)
    {
        var output = Shell.SignedIn().Run(command).OnlyOutput;
        Assert.All(
            output.BaseObject.GetType().GetProperties(),
            property =>
            {
                var value = property.GetValue(output.BaseObject);
                Assert.True(value is null or string or bool or IReadOnlyList<string>, $"{property.Name}: {value}");
            }
        );
    }

    [Fact]
    public void Permissions_are_a_list_for_scripts_and_one_text_in_a_file()
    {
        var outcome = Shell
            .SignedIn("-Scopes User.RevokeSessions.All,User.Read")
            .Run(
                """
                $c = Get-EntraContext
                $c.Scopes.ToString()
                $c.Scopes -contains 'user.read'
                $c.Scopes.Count
                $c.Scopes[1]
                ($c.Scopes | ForEach-Object { "<$_>" }) -join ','
                """
            );
        Assert.Equal(
            ["User.RevokeSessions.All User.Read", "True", "2", "User.Read", "<User.RevokeSessions.All>,<User.Read>"],
            outcome.Succeed().Output.Select(item => item.ToString())
        );
    }

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
}
