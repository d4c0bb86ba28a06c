using System.Management.Automation;

namespace EntraRevoke.Tests;

/// <summary>The clouds: built-in ones, and those of the user.</summary>
public sealed class EnvironmentTests(EmulatorProcess emulator) : EntraTest(emulator)
{
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
    public void Names_are_found_in_any_case_and_from_the_pipeline()
    {
        var names = Shell.Run(
            "(Get-EntraEnvironment usgov).Name; ('global','CHINA' | Get-EntraEnvironment).Name; "
                + "(Get-EntraEnvironment Global | Get-EntraEnvironment).GraphEndpoint"
        );
        Assert.Equal(
            ["USGov", "Global", "China", "https://graph.microsoft.com"],
            names.Succeed().Output.Select(name => name.ToString())
        );
    }

    [Fact]
    public void An_environment_is_added_changed_and_removed()
    {
        Assert.Equal(
            "https://login.example.com https://graph.example.com User-defined",
            Describe(
                $"Add-EntraEnvironment -Name '{_name}' -AzureADEndpoint https://login.example.com/ -GraphEndpoint https://graph.example.com"
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
        Assert.StartsWith(
            "EnvironmentNotFound,",
            Shell.Fail($"Get-EntraEnvironment '{_name}'").FullyQualifiedErrorId,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_environment_is_made_from_an_object_with_its_properties()
    {
        var text = Describe(
            $"[pscustomobject]@{{ Name = '{_name}'; AzureADEndpoint = 'https://a.example'; GraphEndpoint = 'https://g.example' }} | Add-EntraEnvironment"
        );
        Assert.Equal("https://a.example https://g.example User-defined", text);
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        Shell.Run($"Add-EntraEnvironment '{_name}' https://a.example https://g.example -WhatIf").Succeed();
        Shell.Fail($"Get-EntraEnvironment '{_name}'");
        Shell.Run($"$null = Add-EntraEnvironment '{_name}' https://a.example https://g.example").Succeed();
        Shell
            .Run(
                $"Set-EntraEnvironment '{_name}' https://other.example -WhatIf; Remove-EntraEnvironment '{_name}' -WhatIf"
            )
            .Succeed();
        Assert.Equal("https://a.example https://g.example User-defined", Describe($"Get-EntraEnvironment '{_name}'"));
    }

    [Theory]
    [InlineData(
        "Add-EntraEnvironment global https://a.example https://g.example",
        "BuiltInEnvironment",
        ErrorCategory.InvalidArgument,
        "another name"
    )]
    [InlineData(
        "Set-EntraEnvironment China https://a.example",
        "BuiltInEnvironment",
        ErrorCategory.InvalidArgument,
        "built-in"
    )]
    [InlineData("Remove-EntraEnvironment USGov", "BuiltInEnvironment", ErrorCategory.InvalidArgument, "built-in")]
    [InlineData(
        "Set-EntraEnvironment Nowhere https://a.example",
        "EnvironmentNotFound",
        ErrorCategory.ObjectNotFound,
        "Get-EntraEnvironment"
    )]
    [InlineData(
        "Remove-EntraEnvironment Nowhere",
        "EnvironmentNotFound",
        ErrorCategory.ObjectNotFound,
        "Get-EntraEnvironment"
    )]
    [InlineData("Get-EntraEnvironment Nowhere", "EnvironmentNotFound", ErrorCategory.ObjectNotFound, "'Nowhere'")]
    [InlineData(
        "Add-EntraEnvironment X http://login.example.com https://g.example",
        "InvalidEndpoint",
        ErrorCategory.InvalidArgument,
        "AzureADEndpoint"
    )]
    [InlineData(
        "Add-EntraEnvironment X https://a.example http://10.0.0.1",
        "InvalidEndpoint",
        ErrorCategory.InvalidArgument,
        "GraphEndpoint"
    )]
    [InlineData(
        "Add-EntraEnvironment X http://localhost.example.com https://g.example",
        "InvalidEndpoint",
        ErrorCategory.InvalidArgument,
        "https"
    )]
    [InlineData(
        "Add-EntraEnvironment X login.example.com https://g.example",
        "InvalidEndpoint",
        ErrorCategory.InvalidArgument,
        "protocol"
    )]
    [InlineData(
        "Add-EntraEnvironment X 'https://u:p@a.example' https://g.example",
        "InvalidEndpoint",
        ErrorCategory.InvalidArgument,
        "plain address"
    )]
    public void What_cannot_be_done_is_told(string command, string code, ErrorCategory category, string says)
    {
        var error = Shell.Fail(command);
        var name = command.Split(' ')[0].Replace("-", "", StringComparison.Ordinal);
        AssertError(error, $"{code},EntraRevoke.Cmdlets.{name}", category, says);
    }

    [Fact]
    public void A_name_that_is_taken_is_told()
    {
        var add = $"$null = Add-EntraEnvironment '{_name}' http://127.0.0.1:1 http://localhost:1";
        Shell.Run(add).Succeed();
        AssertError(
            Shell.Fail(add),
            "EnvironmentExists,EntraRevoke.Cmdlets.AddEntraEnvironment",
            ErrorCategory.InvalidArgument,
            "Set-EntraEnvironment"
        );
    }

    private string Describe(string command)
    {
        var environment = Shell.Run(command).OnlyOutput;
        return string.Join(
            ' ',
            new[] { "AzureADEndpoint", "GraphEndpoint", "Type" }.Select(name => environment.Properties[name].Value)
        );
    }
}
