using System.Management.Automation;
using EntraRevoke.Native;

namespace EntraRevoke.Tests;

/// <summary>The clouds: built-in ones, and those of the user.</summary>
public sealed class EnvironmentTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private const string Address = "https://a.example https://g.example";

    private readonly string _name = $"Mine {Guid.NewGuid():N}";

    [Fact]
    public void Seven_environments_are_built_in()
    {
        var rows = Shell.Run(
            "Get-EntraEnvironment | Where-Object Type -EQ 'Built-in' | ForEach-Object { \"$($_.Name) $($_.AzureADEndpoint) $($_.GraphEndpoint)\" }"
        );
        Assert.Equal(
            [
                "Global https://login.microsoftonline.com https://graph.microsoft.com",
                "USGov https://login.microsoftonline.us https://graph.microsoft.us",
                "USGovDoD https://login.microsoftonline.us https://dod-graph.microsoft.us",
                "China https://login.chinacloudapi.cn https://microsoftgraph.chinacloudapi.cn",
                "BleuCloud https://login.sovcloud-identity.fr https://graph.svc.sovcloud.fr",
                "DelosCloud https://login.sovcloud-identity.de https://graph.svc.sovcloud.de",
                "GovSGCloud https://login.sovcloud-identity.sg https://graph.svc.sovcloud.sg",
            ],
            rows.Succeed().Output.Select(row => row.ToString())
        );
    }

    [Fact]
    public void The_native_library_knows_the_same_addresses()
    {
        var environments = Shell.Run("Get-EntraEnvironment | Where-Object Type -EQ 'Built-in'").Succeed().Output;
        Assert.Equal(7, environments.Count);
        Assert.All(
            environments,
            environment =>
            {
                var known = NativeEnvironment.Known($"{environment.Properties["Name"].Value}");
                Assert.Equal($"{known.Authority} {known.Graph} Built-in", Describe(environment));
            }
        );
    }

    [Theory]
    [InlineData("Get-EntraEnvironment usgov", "USGov")]
    [InlineData("Get-EntraEnvironment usgov*", "USGov USGovDoD")]
    [InlineData("Get-EntraEnvironment -Name China, '[bd]*Cloud'", "China BleuCloud DelosCloud")]
    [InlineData("'global', 'CHINA' | Get-EntraEnvironment", "Global China")]
    [InlineData("Get-EntraEnvironment Global | Get-EntraEnvironment", "Global")]
    [InlineData("'USGov', 'nope', 'China' | Get-EntraEnvironment", "USGov China")]
    [InlineData("Get-EntraEnvironment nope, n*pe", "")]
    public void Names_are_found_in_any_case_with_wildcards_and_what_is_not_known_is_no_error(
        string command,
        string names
    ) => Assert.Equal(names, string.Join(' ', Shell.Run(command).Succeed().Output.Select(found => found.ToString())));

    [Fact]
    public void A_name_that_looks_like_a_pattern_is_found_by_itself()
    {
        var name = $"[{_name}]";
        Shell.Run($"$null = Add-EntraEnvironment '{name}' {Address}").Succeed();
        Assert.Equal(name, Shell.Run($"Get-EntraEnvironment '{name}'").OnlyOutput.ToString());
        Assert.Equal(name, Shell.Run($"Get-EntraEnvironment '{name}' | Remove-EntraEnvironment").OnlyOutput.ToString());
    }

    [Fact]
    public void An_environment_is_added_changed_and_removed()
    {
        Assert.Equal(
            "https://login.example.com https://graph.example.com User-defined",
            Describe(
                $"Add-EntraEnvironment -Name '{_name}' -AzureADEndpoint https://login.example.com/ -GraphEndpoint https://graph.example.com/v1.0/"
            )
        );
        Assert.Equal(
            "https://login.example.com https://other.example.com User-defined",
            Describe(
                $"Set-EntraEnvironment -Name '{_name.ToUpperInvariant()}' -GraphEndpoint https://other.example.com"
            )
        );
        Assert.Equal(
            "https://login.example.com https://other.example.com User-defined",
            Describe($"Get-EntraEnvironment '{_name}' | Remove-EntraEnvironment")
        );
        Assert.Empty(Shell.Run($"Get-EntraEnvironment '{_name}'").Succeed().Output);
    }

    [Fact]
    public void An_environment_of_the_user_is_added_again_in_its_place()
    {
        var (first, second) = ($"{_name} 1", $"{_name} 2");
        Shell.Run($"$null = '{first}', '{second}' | ForEach-Object {{ Add-EntraEnvironment $_ {Address} }}").Succeed();
        Assert.Equal(
            "https://b.example https://h.example User-defined",
            Describe($"Add-EntraEnvironment '{first.ToLowerInvariant()}' https://b.example https://h.example")
        );
        var names = Shell.Run($"Get-EntraEnvironment '{_name}*'").Succeed().Output.Select(found => found.ToString());
        Assert.Equal([first.ToLowerInvariant(), second], names);
    }

    [Fact]
    public void An_environment_is_made_from_an_object_with_its_properties()
    {
        var text = Describe(
            $"[pscustomobject]@{{ Name = '{_name}'; AzureADEndpoint = 'https://a.example'; GraphEndpoint = 'https://g.example' }} | Add-EntraEnvironment"
        );
        Assert.Equal($"{Address} User-defined", text);
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        Shell.Run($"Add-EntraEnvironment '{_name}' {Address} -WhatIf").Succeed();
        Assert.Empty(Shell.Run($"Get-EntraEnvironment '{_name}'").Succeed().Output);
        Shell.Run($"$null = Add-EntraEnvironment '{_name}' {Address}").Succeed();
        Shell
            .Run(
                $"Set-EntraEnvironment '{_name}' https://other.example -WhatIf; Remove-EntraEnvironment '{_name}' -WhatIf"
            )
            .Succeed();
        Assert.Equal($"{Address} User-defined", Describe($"Get-EntraEnvironment '{_name}'"));
    }

    [Theory]
    [InlineData("Get-EntraEnvironment '[u'", "InvalidPattern", ErrorCategory.InvalidArgument, "'[u'", "not valid")]
    [InlineData(
        "Add-EntraEnvironment global https://a.example https://g.example",
        "BuiltInEnvironment",
        ErrorCategory.InvalidArgument,
        "'Global' is built in",
        "Give yours another name"
    )]
    [InlineData(
        "Set-EntraEnvironment China https://a.example",
        "BuiltInEnvironment",
        ErrorCategory.InvalidArgument,
        "cannot be changed",
        "Add-EntraEnvironment"
    )]
    [InlineData(
        "Remove-EntraEnvironment USGov",
        "BuiltInEnvironment",
        ErrorCategory.InvalidArgument,
        "built in",
        "cannot be removed"
    )]
    [InlineData(
        "Set-EntraEnvironment Nowhere https://a.example",
        "EnvironmentNotFound",
        ErrorCategory.ObjectNotFound,
        "'Nowhere'",
        "Add-EntraEnvironment"
    )]
    [InlineData(
        "Remove-EntraEnvironment Nowhere",
        "EnvironmentNotFound",
        ErrorCategory.ObjectNotFound,
        "'Nowhere'",
        "Get-EntraEnvironment"
    )]
    [InlineData(
        "Add-EntraEnvironment X http://login.example.com https://g.example",
        "InvalidEndpoint",
        ErrorCategory.InvalidArgument,
        "AzureADEndpoint",
        "https"
    )]
    [InlineData(
        "Add-EntraEnvironment X https://a.example http://10.0.0.1",
        "InvalidEndpoint",
        ErrorCategory.InvalidArgument,
        "GraphEndpoint",
        "this machine"
    )]
    [InlineData(
        "Add-EntraEnvironment X http://localhost.example.com https://g.example",
        "InvalidEndpoint",
        ErrorCategory.InvalidArgument,
        "AzureADEndpoint",
        "https"
    )]
    [InlineData(
        "Add-EntraEnvironment X login.example.com https://g.example",
        "InvalidEndpoint",
        ErrorCategory.InvalidArgument,
        "AzureADEndpoint",
        "protocol"
    )]
    public void What_cannot_be_done_is_told_and_ends_nothing(
        string command,
        string code,
        ErrorCategory category,
        string says,
        string advises
    )
    {
        var (name, input) = (command.Split(' ')[0], command.Split(' ')[1].Trim('\''));
        var error = OnlyError(command);
        var type = name.Replace("-", "", StringComparison.Ordinal);
        AssertError(error, $"{code},EntraRevoke.Cmdlets.{type}", category, says, advises);
        Assert.Equal(input, error.TargetObject);
    }

    [Theory]
    [InlineData("Remove-EntraEnvironment Global")]
    [InlineData("Remove-EntraEnvironment Nowhere")]
    public void Who_removes_an_environment_is_not_told_to_add_one(string command) =>
        Assert.DoesNotContain("Add-", OnlyError(command).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Remove-EntraEnvironment")]
    [InlineData("Set-EntraEnvironment -GraphEndpoint https://h.example")]
    public void A_failure_of_one_input_leaves_the_others_their_turn(string command)
    {
        var (first, last) = ($"{_name} 1", $"{_name} 2");
        Shell.Run($"$null = '{first}', '{last}' | ForEach-Object {{ Add-EntraEnvironment $_ {Address} }}").Succeed();
        var outcome = Shell.Run($"'{first}', 'Nowhere', 'Global', '{last}' | {command}");
        Assert.Null(outcome.Escaped);
        Assert.Equal([first, last], outcome.Output.Select(environment => environment.ToString()));
        Assert.Equal(["Nowhere", "Global"], outcome.Errors.Select(error => error.TargetObject));
    }

    [Fact]
    public void An_object_that_cannot_be_added_leaves_the_others_their_turn()
    {
        var outcome = Shell.Run(
            $$"""
            'ftp://a.example', 'https://a.example' |
                ForEach-Object { [pscustomobject]@{ Name = '{{_name}}'; AzureADUrl = $_; GraphUrl = 'https://g.example' } } |
                Add-EntraEnvironment
            """
        );
        Assert.Equal($"{Address} User-defined", Describe(Assert.Single(outcome.Output)));
        Assert.Equal(_name, Assert.Single(outcome.Errors).TargetObject);
    }

    [Theory]
    [InlineData("Add-EntraEnvironment X $Address https://g.example")]
    [InlineData("Add-EntraEnvironment X https://a.example $Address -Verbose -Debug")]
    [InlineData("Add-EntraEnvironment X $Address https://g.example -WhatIf")]
    [InlineData("Set-EntraEnvironment $EnvironmentName -GraphEndpoint $Address -Verbose")]
    public void A_password_in_an_address_is_refused_and_never_repeated(string command)
    {
        Shell.Set("Address", "https://somebody:hunter2@a.example");
        var outcome = Shell.Run($"{command}; $Error | ForEach-Object {{ $_ }}");
        Assert.DoesNotContain("hunter2", outcome.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody", outcome.Everything, StringComparison.Ordinal);
        Assert.All(outcome.Errors, error => Assert.Contains("user name", error.ToString(), StringComparison.Ordinal));
        Assert.Empty(Shell.Run("Get-EntraEnvironment X").Succeed().Output);
    }

    [Fact]
    public async Task Listing_and_completing_load_nothing_that_a_sign_in_needs()
    {
        var run = await HostProcess.Run(
            """
            Import-Module $env:ENTRAREVOKE_TEST_MANIFEST
            $null = Get-EntraEnvironment
            $null = Get-EntraEnvironment US*, Nowhere
            $null = Get-EntraContext
            foreach ($Text in 'Connect-Entra -Environment U', 'Connect-Entra -Scopes ', 'Set-EntraEnvironment ') {
                $null = [System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null)
            }
            function Get-Loaded {
                [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } |
                    Where-Object { $_ -like 'EntraRevoke*' -and $_ -ne 'EntraRevoke.Host' }
            }
            Get-Loaded
            $null = Add-EntraEnvironment X https://a.example https://g.example
            @(Get-Loaded).Count
            """
        );
        Assert.Equal(["EntraRevoke", "2"], run.Lines);
    }

    private ErrorRecord OnlyError(string command)
    {
        var outcome = Shell.Run($"{command}; 'went on'");
        Assert.Null(outcome.Escaped);
        Assert.Equal("went on", Assert.Single(outcome.Output).ToString());
        return Assert.Single(outcome.Errors);
    }

    private string Describe(string command) => Describe(Shell.Run(command).OnlyOutput);

    private static string Describe(PSObject environment) =>
        string.Join(
            ' ',
            new[] { "AzureADEndpoint", "GraphEndpoint", "Type" }.Select(name => environment.Properties[name].Value)
        );
}
