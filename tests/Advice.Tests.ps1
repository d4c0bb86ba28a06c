BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $revokeScopes = "Connect-Entra -Scopes 'User.RevokeSessions.All'"
    # Signs in with a token of these properties.
    function Connect-Token ([hashtable] $Wish = @{}) { Connect-Entra -AccessToken (New-Token $Wish).AccessToken -NoWelcome }
}
AfterAll { Stop-EntraTest }

Describe 'What an error says to do' -Tag Advice {
    BeforeEach { Reset-EntraTest }

    It 'keeps the environment, the tenant and the application of the sign-in' {
        $mine = [guid]::NewGuid()
        Connect-Entra -ClientId $mine -ContextScope Runspace -NoWelcome
        $null = Revoke-EntraSignedInUserAllRefreshToken
        $command = "$revokeScopes -Environment Emulator -TenantId $($Emulator.tenant) -ClientId $mine -ContextScope Runspace"
        "$(Get-Failure { Revoke-EntraSignedInUserAllRefreshToken })" | Should -BeLike "*Run $command to sign in again.*"
        Disconnect-Entra
    }

    It 'is the command of the call that failed' {
        Add-Fault @{ target = 'devicecode'; status = 400; body = '{"error":"invalid_grant","error_codes":[65001]}' }
        $failure = Get-Failure { Connect-Entra -UseDeviceCode -TenantId contoso.example -Scopes Mail.Read }
        "$failure" | Should -BeLike "*then run $revokeScopes -Environment Emulator -TenantId contoso.example.*"
    }

    It 'names a command as it has to be typed here: <Typed>' -ForEach @(
        @{ Typed = 'Connect-LabEntra'; Prefix = 'Lab' }
        @{ Typed = 'EntraRevoke\Connect-Entra'; Script = { function global:Connect-Entra { 'theirs' } } }
        @{ Typed = 'EntraRevoke\Connect-LabEntra'; Prefix = 'Lab'; Script = { function global:Connect-LabEntra { 'theirs' } } }
        @{
            Typed  = 'Connect-Entra'
            Script = { function global:Connect-Entra { 'theirs' }; ${Alias:Connect-Entra} = 'EntraRevoke\Connect-Entra' }
        }
    ) {
        $runspace = New-EntraRunspace
        try {
            $script = "if ('$Prefix') { Remove-Module EntraRevoke; Import-Module '$ModuleManifest' -Prefix '$Prefix' }
                $Script
                Revoke-${Prefix}EntraSignedInUserAllRefreshToken
                Set-${Prefix}EntraEnvironment Global https://a.example"
            $outcome = Invoke-Pipeline ([scriptblock]::Create($script)) -Runspace $runspace
        } finally { $runspace.Dispose() }
        "$($outcome.Errors[0])" | Should -BeExactly "Nobody is signed in. Run $Typed -Scopes 'User.RevokeSessions.All' first."
        "$($outcome.Errors[1])" | Should -BeLike "*Use Add-${Prefix}EntraEnvironment*"
    }

    It 'is a new token, and no browser, where a given token was refused' {
        Connect-Token
        Add-Fault @{ target = 'graph'; status = 401 }
        $text = "$(Get-Failure { Revoke-EntraSignedInUserAllRefreshToken })"
        $text | Should -BeLike '*Get a new access token where this one came from, and run Connect-Entra -Environment Emulator -AccessToken*'
        $text | Should -Not -BeLike '*-Scopes*'
    }

    It 'names the permission that a given token lacks' {
        Connect-Token
        Add-Fault @{ target = 'graph'; status = 403 }
        $text = "$(Get-Failure { Revoke-EntraSignedInUserAllRefreshToken })"
        $text | Should -BeLike '*Get an access token with more permissions*User.RevokeSessions.All*'
        $text | Should -Not -BeLike '*-Scopes*'
    }

    It 'is not to sign in, where there is nothing to sign out from' {
        $output, $errors = Get-Written { Disconnect-Entra }
        $output | Should -BeNullOrEmpty
        "$errors" | Should -BeExactly 'There is nothing to sign out from: nobody is signed in.'
    }

    It 'leaves a host as it is at the beginning of a sentence' {
        $null = Add-EntraEnvironment Closed https://login.invalid https://graph.invalid
        "$(Get-Failure { Connect-Entra -UseDeviceCode -Environment Closed })" | Should -MatchExactly '^login\.invalid'
    }

    It 'is told for what is given to Connect-Entra: <Id>' -ForEach @(
        @{ Id = 'InvalidScopes'; Says = 'Name at least one permission'; Argument = @{ Scopes = ' ' } }
        @{ Id = 'InvalidTenant'; Says = 'Give -TenantId the id or a domain name'; Argument = @{ TenantId = 'a/b' } }
        @{ Id = 'InvalidClientId'; Says = 'Give -ClientId the application (client) id'; Argument = @{ ClientId = 'mine' } }
        @{
            Id = 'InvalidClientId'; Says = 'Correct the environment variable ENTRAREVOKE_CLIENT_ID'
            Variable = @{ ENTRAREVOKE_CLIENT_ID = 'mine' }
        }
        @{ Id = 'EnvironmentNotFound'; Says = 'Get-EntraEnvironment lists the known ones; Add-EntraEnvironment'; Argument = @{ Environment = 'No' } }
    ) {
        $Argument ??= @{}
        foreach ($entry in $Variable.Keys) { Set-Item "Env:$entry" $Variable[$entry] }
        try { $failure = Get-Failure { Connect-Entra @Argument } } finally { foreach ($entry in $Variable.Keys) { Remove-Item "Env:$entry" } }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$failure" | Should -BeLike "*$Says*"
    }

    It 'is told for an ID token that is not right: <Id>' -ForEach @(
        @{ Id = 'IssuerMismatch'; Says = 'check the address with Get-EntraEnvironment'; Claims = @{ iss = 'https://login.example/x/v2.0' } }
        @{ Id = 'AudienceMismatch'; Says = 'Check -ClientId, and the environment'; Claims = @{ aud = "$([guid]::Empty)" } }
        @{ Id = 'ExpiredIdToken'; Says = 'Set the clock of this computer'; Claims = @{ exp = 1000000000 } }
        @{ Id = 'NonceMismatch'; Says = 'Close old sign-in pages'; Claims = @{ nonce = 'other' } }
        @{ Id = 'MissingIdToken'; Says = 'check the address with Get-EntraEnvironment'; Claims = $null }
    ) {
        Add-TokenFault $Claims
        $failure = Get-Failure { Connect-Entra }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$failure" | Should -BeLike "*$Says*"
    }

    It 'is told for a token of another service' {
        $token = ConvertTo-SecureString (New-UnsignedToken @{ aud = 'https://management.azure.com'; exp = 4102444800 }) -AsPlainText -Force
        $failure = Get-Failure { Connect-Entra -AccessToken $token }
        Assert-Failure $failure 'InvalidAudience,EntraRevoke.Cmdlets.ConnectEntra' InvalidArgument @(
            'Get-AzAccessToken -ResourceTypeName MSGraph', 'run Connect-Entra -Environment Emulator -AccessToken with it', 'User.RevokeSessions.All'
        )
    }
}
