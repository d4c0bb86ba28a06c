BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $constrain = { $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage' }
}
AfterAll { Stop-EntraTest }

Describe 'In constrained language mode' -Tag ConstrainedLanguage {
    BeforeEach {
        Reset-EntraTest
        $runspace = New-EntraRunspace
        Invoke-In $runspace $constrain
    }
    AfterEach { $runspace.Dispose() }

    It 'a session is one' {
        $outcome = Invoke-Pipeline { [Text.StringBuilder]::new() } -Runspace $runspace
        "$($outcome.Errors)$($outcome.Escaped)" | Should -Match 'language mode'
    }

    It 'sign-in, context, revocation and sign-out work' {
        Invoke-In $runspace {
            Connect-Entra -Scopes User.RevokeSessions.All -NoWelcome
            (Get-EntraContext).Account
            (Revoke-EntraSignedInUserAllRefreshToken).Value
            Connect-Entra -NoWelcome
            (Disconnect-Entra).Account
        } | Should -Be $Users.Adele, $true, $Users.Adele
    }

    It 'a device code and an access token work' {
        Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = 0 }
        $token = New-Token @{ user = $Users.Megan }
        Invoke-In $runspace {
            Connect-Entra -UseDeviceCode -NoWelcome
            (Get-EntraContext).TokenCredentialType
            Connect-Entra -AccessToken $args[0] -NoWelcome
            (Revoke-EntraSignedInUserAllRefreshToken).Account
        } $token.AccessToken | Should -Be DeviceCode, $Users.Megan
    }

    It 'environments are added, changed, listed and removed' {
        Invoke-In $runspace {
            (Add-EntraEnvironment -Name Lab -AzureADEndpoint https://a.example -GraphEndpoint https://b.example).Name
            $lab = Set-EntraEnvironment -Name Lab -AzureADEndpoint https://c.example -GraphEndpoint https://d.example
            $lab.AzureADEndpoint, $lab.GraphEndpoint
            (Get-EntraEnvironment -Name Lab).Type
            (Remove-EntraEnvironment -Name Lab).Name
        } | Should -Be Lab, https://c.example, https://d.example, User-defined, Lab
    }

    It 'the old names are set, and run' {
        Invoke-In $runspace {
            Enable-EntraAzureADAlias
            Connect-AzureAD -NoWelcome
            (Revoke-AzureADSignedInUserAllRefreshToken).Value
            Remove-Module EntraRevoke.AzureADAlias
        } | Should -BeTrue
    }

    It 'a failure is the same error' {
        $outcome = Invoke-Pipeline { Revoke-EntraSignedInUserAllRefreshToken } -Runspace $runspace
        Assert-Failure $outcome.Errors[0] 'NotSignedIn,EntraRevoke.Cmdlets.RevokeEntraSignedInUserAllRefreshToken' AuthenticationError 'Run Connect-Entra'
    }

    It 'Tab offers what it always does' {
        Invoke-In $runspace { (TabExpansion2 'Connect-Entra -Environment Chi' 30).CompletionMatches.CompletionText } |
            Should -Be China
    }

    It 'the module can be imported' {
        Invoke-In $runspace {
            Remove-Module EntraRevoke
            Import-Module $args[0]
            Connect-Entra -NoWelcome -Environment Emulator
            (Revoke-EntraSignedInUserAllRefreshToken).Value
        } $ModuleManifest | Should -BeTrue
    }
}
