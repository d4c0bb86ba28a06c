BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
}
AfterAll { Stop-EntraTest }

Describe 'The syntax' -Tag Syntax {
    It 'of Revoke-EntraSignedInUserAllRefreshToken is that of the reference' {
        (Get-Command Revoke-EntraSignedInUserAllRefreshToken -Syntax).Trim() |
            Should -Be 'Revoke-EntraSignedInUserAllRefreshToken [<CommonParameters>]'
    }

    It 'of Connect-Entra has -<Name> in <Set> as the peers have it' -ForEach @(
        @{ Set = 'User'; Name = 'Scopes'; Type = [string[]]; Position = 1 }
        @{ Set = 'User'; Name = 'ClientId'; Type = [string]; Aliases = 'AppId', 'ApplicationId' }
        @{ Set = 'User'; Name = 'TenantId'; Type = [string]; Position = 4; Aliases = 'Audience', 'Tenant' }
        @{ Set = 'User'; Name = 'ContextScope'; Type = 'ContextScope' }
        @{ Set = 'User'; Name = 'Environment'; Type = [string]; Aliases = 'EnvironmentName', 'NationalCloud' }
        @{
            Set = 'User'; Name = 'UseDeviceCode'; Type = [switch]
            Aliases = 'UseDeviceAuthentication', 'DeviceCode', 'DeviceAuth', 'Device'
        }
        @{ Set = 'User'; Name = 'ClientTimeout'; Type = [double] }
        @{ Set = 'User'; Name = 'NoWelcome'; Type = [switch] }
        @{ Set = 'AccessToken'; Name = 'AccessToken'; Type = [securestring]; Position = 1; Mandatory = $true }
        @{ Set = 'AccessToken'; Name = 'Environment'; Type = [string]; Aliases = 'EnvironmentName', 'NationalCloud' }
        @{ Set = 'AccessToken'; Name = 'ClientTimeout'; Type = [double] }
        @{ Set = 'AccessToken'; Name = 'NoWelcome'; Type = [switch] }
    ) {
        $command = Get-Command Connect-Entra
        $command.DefaultParameterSet | Should -Be UserParameterSet
        $sets = $command.ParameterSets | Where-Object Name -EQ "${Set}ParameterSet"
        $parameter = $sets.Parameters | Where-Object Name -EQ $Name
        $parameter.ParameterType.Name | Should -Be $(if ($Type -is [type]) { $Type.Name } else { $Type })
        $parameter.Position | Should -Be $(if ($_['Position']) { $Position } else { [int]::MinValue })
        $parameter.IsMandatory | Should -Be ([bool] $_['Mandatory'])
        $parameter.Aliases | Should -Be $_['Aliases']
    }

    It 'of <Name> says that it outputs <Type>' -ForEach @(
        @{ Name = 'Revoke-EntraSignedInUserAllRefreshToken'; Type = 'EntraRevoke.RevocationResult' }
        @{ Name = 'Get-EntraContext'; Type = 'EntraRevoke.EntraContext' }
        @{ Name = 'Disconnect-Entra'; Type = 'EntraRevoke.EntraContext' }
        @{ Name = 'Get-EntraEnvironment'; Type = 'EntraRevoke.EntraEnvironment' }
        @{ Name = 'Add-EntraEnvironment'; Type = 'EntraRevoke.EntraEnvironment' }
        @{ Name = 'Set-EntraEnvironment'; Type = 'EntraRevoke.EntraEnvironment' }
        @{ Name = 'Remove-EntraEnvironment'; Type = 'EntraRevoke.EntraEnvironment' }
        @{ Name = 'Connect-Entra'; Type = $null }
        @{ Name = 'Enable-EntraAzureADAlias'; Type = $null }
    ) {
        (Get-Command $Name).OutputType | ForEach-Object Name | Should -Be $Type
    }
}

Describe 'PowerShell' -Tag Syntax {
    BeforeAll {
        # Given by its name, since a variable of the test is not seen where the table is made.
        $token = ConvertTo-SecureString a.b.c -AsPlainText -Force
    }

    It 'refuses { <Command> } with <Id>' -ForEach @(
        @{ Command = { Connect-Entra -AccessToken $token -UseDeviceCode }; Id = 'AmbiguousParameterSet' }
        @{ Command = { Connect-Entra -AccessToken $token -Scopes User.Read }; Id = 'AmbiguousParameterSet' }
        @{ Command = { Connect-Entra -AccessToken 'text' }; Id = 'CannotConvertArgumentNoMessage' }
        @{ Command = { Connect-Entra -AccessToken }; Id = 'MissingArgument' }
        @{ Command = { Connect-Entra -ContextScope Nowhere }; Id = 'CannotConvertArgumentNoMessage' }
        @{ Command = { Connect-Entra -TenantId '' }; Id = 'ParameterArgumentValidationError' }
        @{ Command = { Connect-Entra -Environment '' }; Id = 'ParameterArgumentValidationError' }
        @{ Command = { Connect-Entra -ClientTimeout 0 }; Id = 'ParameterArgumentValidationError' }
        @{ Command = { Connect-Entra -NoSuchParameter }; Id = 'NamedParameterNotFound' }
        @{ Command = { Revoke-EntraSignedInUserAllRefreshToken -WhatIf }; Id = 'NamedParameterNotFound' }
        @{ Command = { Revoke-EntraSignedInUserAllRefreshToken -Confirm }; Id = 'NamedParameterNotFound' }
        @{ Command = { Revoke-EntraSignedInUserAllRefreshToken -UserId someone }; Id = 'NamedParameterNotFound' }
    ) {
        $class = "$Command" -replace '^\s*(\w+)-(\w+).*', '$1$2'
        (Get-Failure $Command).FullyQualifiedErrorId | Should -Be "$Id,EntraRevoke.Cmdlets.$class"
    }

    It 'takes the first argument for the permissions' {
        Reset-EntraTest
        Connect-Entra 'User.Read, User.RevokeSessions.All', 'Mail.Read' -NoWelcome
        $asked = @(Get-Request authorize)
        $asked | Should -HaveCount 1
        $scopes = $asked.Query.scope -split ' '
        foreach ($scope in 'User.Read', 'User.RevokeSessions.All', 'Mail.Read') { $scopes | Should -Contain $scope }
    }
}
