using System.Management.Automation;

namespace EntraRevoke.Tests;

/// <summary>Names, positions, sets and binder messages, which scripts written for the peers rely on.</summary>
public sealed class SyntaxTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Fact]
    public void The_syntax_is_that_of_the_reference()
    {
        var syntax = Shell.Run($"Get-Command {Revoke} -Syntax").OnlyOutput.ToString();
        Assert.Equal("Revoke-EntraSignedInUserAllRefreshToken [<CommonParameters>]", syntax.Trim());
    }

    [Fact]
    public void The_module_exports_its_cmdlets_and_nothing_else()
    {
        var exported = Shell
            .Run("Get-Command -Module EntraRevoke")
            .Succeed()
            .Output.Select(command => Assert.IsType<CmdletInfo>(command.BaseObject))
            .ToList();
        var written = exported[0]
            .ImplementingType.Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(CmdletAttribute), inherit: false));
        Assert.Equal(
            written.Select(type => type.Name).Order(StringComparer.Ordinal),
            exported.Select(command => command.ImplementingType.Name).Order(StringComparer.Ordinal)
        );
        Assert.All(
            [
                "Add-EntraEnvironment",
                "Connect-Entra",
                "Disconnect-Entra",
                "Get-EntraContext",
                "Get-EntraEnvironment",
                "Remove-EntraEnvironment",
                "Revoke-EntraSignedInUserAllRefreshToken",
                "Set-EntraEnvironment",
            ],
            name => Assert.Contains(name, exported.Select(command => command.Name))
        );
    }

    [Theory]
    [InlineData("UserParameterSet", "Scopes", "String[]", 1, false, "")]
    [InlineData("UserParameterSet", "ClientId", "String", null, false, "AppId,ApplicationId")]
    [InlineData("UserParameterSet", "TenantId", "String", 4, false, "Audience,Tenant")]
    [InlineData("UserParameterSet", "ContextScope", "ContextScope", null, false, "")]
    [InlineData("UserParameterSet", "Environment", "String", null, false, "EnvironmentName,NationalCloud")]
    [InlineData(
        "UserParameterSet",
        "UseDeviceCode",
        "SwitchParameter",
        null,
        false,
        "UseDeviceAuthentication,DeviceCode,DeviceAuth,Device"
    )]
    [InlineData("UserParameterSet", "ClientTimeout", "Double", null, false, "")]
    [InlineData("UserParameterSet", "NoWelcome", "SwitchParameter", null, false, "")]
    [InlineData("AccessTokenParameterSet", "AccessToken", "SecureString", 1, true, "")]
    [InlineData("AccessTokenParameterSet", "Environment", "String", null, false, "EnvironmentName,NationalCloud")]
    [InlineData("AccessTokenParameterSet", "ClientTimeout", "Double", null, false, "")]
    [InlineData("AccessTokenParameterSet", "NoWelcome", "SwitchParameter", null, false, "")]
    public void Connect_Entra_has_the_parameters_of_the_peers(
        string set,
        string name,
        string type,
        int? position,
        bool isMandatory,
        string aliases
    )
    {
        var command = Assert.IsType<CmdletInfo>(Shell.Run("Get-Command Connect-Entra").OnlyOutput.BaseObject);
        Assert.Equal("UserParameterSet", command.DefaultParameterSet);
        var parameter = command
            .ParameterSets.Single(candidate => string.Equals(candidate.Name, set, StringComparison.Ordinal))
            .Parameters.Single(candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal));
        Assert.Equal(type, parameter.ParameterType.Name);
        Assert.Equal(position ?? int.MinValue, parameter.Position);
        Assert.Equal(isMandatory, parameter.IsMandatory);
        Assert.Equal(aliases, string.Join(',', parameter.Aliases));
    }

    [Theory]
    [InlineData("Revoke-EntraSignedInUserAllRefreshToken", "EntraRevoke.RevocationResult")]
    [InlineData("Get-EntraContext", "EntraRevoke.EntraContext")]
    [InlineData("Disconnect-Entra", "EntraRevoke.EntraContext")]
    [InlineData("Get-EntraEnvironment", "EntraRevoke.EntraEnvironment")]
    [InlineData("Add-EntraEnvironment", "EntraRevoke.EntraEnvironment")]
    public void Output_types_are_declared(string command, string type)
    {
        Assert.Equal(type, Shell.Run($"(Get-Command {command}).OutputType.Name").OnlyOutput.ToString());
    }

    [Theory]
    [InlineData("Connect-Entra -AccessToken $Token -UseDeviceCode", "AmbiguousParameterSet")]
    [InlineData("Connect-Entra -AccessToken $Token -Scopes User.Read", "AmbiguousParameterSet")]
    [InlineData("Connect-Entra -AccessToken 'text'", "CannotConvertArgumentNoMessage")]
    [InlineData("Connect-Entra -AccessToken", "MissingArgument")]
    [InlineData("Connect-Entra -ContextScope Nowhere", "CannotConvertArgumentNoMessage")]
    [InlineData("Connect-Entra -TenantId ''", "ParameterArgumentValidationError")]
    [InlineData("Connect-Entra -Environment ''", "ParameterArgumentValidationError")]
    [InlineData("Connect-Entra -ClientTimeout 0", "ParameterArgumentValidationError")]
    [InlineData("Connect-Entra -NoSuchParameter", "NamedParameterNotFound")]
    public void What_cannot_be_bound_is_refused_by_the_binder(string command, string id)
    {
        Shell.Set("Token", MintedTokens.Secure("a.b.c"));
        Assert.Equal($"{id},{ConnectClass}", Shell.Fail(command).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("-Confirm")]
    [InlineData("-UserId someone")]
    public void The_cmdlet_has_no_parameter_of_its_own(string argument)
    {
        var error = Shell.Fail($"{Revoke} {argument}");
        Assert.Equal($"NamedParameterNotFound,{RevokeClass}", error.FullyQualifiedErrorId);
    }

    [Fact]
    public async Task The_first_argument_is_scopes()
    {
        Shell.Run("Connect-Entra 'User.Read, User.RevokeSessions.All','Mail.Read' -NoWelcome").Succeed();
        var scopes = Assert.Single(await Emulator.Requests("authorize")).Query["scope"].Split(' ');
        Assert.All(["User.Read", "User.RevokeSessions.All", "Mail.Read"], scope => Assert.Contains(scope, scopes));
    }
}
