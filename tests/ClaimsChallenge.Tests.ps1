BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $revoke = 'EntraRevoke.Cmdlets.RevokeEntraSignedInUserAllRefreshToken'
    $again = "Run Connect-Entra -Scopes 'User.RevokeSessions.All'"
    # The claims parameter of the latest request of a target.
    function Get-AskedClaim ([string] $Target) {
        $request = @(Get-Request $Target)[-1]
        $(if ($Target -eq 'authorize') { $request.Query.claims } else { $request.form.claims }) | ConvertFrom-Json
    }
    # Makes the next renewal fail as a policy of conditional access makes it fail.
    function Add-PolicyFault {
        $policy = @{
            error             = 'interaction_required'
            error_description = 'AADSTS50076: Due to a configuration change, you must use multi-factor authentication.'
            error_codes       = @(50076)
            suberror          = 'basic_action'
            claims            = '{"access_token":{"capolids":{"essential":true,"values":["policy"]}}}'
        }
        Add-Fault @{ target = 'token'; status = 400; body = ConvertTo-Json $policy }
    }
}
AfterAll { Stop-EntraTest }

Describe 'A claims challenge' -Tag ClaimsChallenge {
    BeforeEach { Reset-EntraTest }

    It 'is answered by one renewal with its claims' {
        Add-Fault @{ target = 'graph'; kind = 'cae' }
        Connect-Entra -NoWelcome
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        (Get-Request graph).status | Should -Be 401, 200
        (Get-Request token).form.grant_type | Should -Be 'authorization_code', 'refresh_token'
        $claims = Get-AskedClaim token
        $claims.access_token.xms_cc.values | Should -Be 'cp1'
        $claims.access_token.nbf.essential | Should -BeTrue
    }

    It 'is an error and not a loop when it comes a second time' {
        Add-Fault @{ target = 'graph'; kind = 'cae'; count = 10 }
        Connect-Entra -NoWelcome
        $failure = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        Assert-Failure $failure "InvalidAuthenticationToken,$revoke" AuthenticationError $again, 'Request id: '
        @(Get-Request graph) | Should -HaveCount 2
        @(Get-Request token) | Should -HaveCount 2
    }

    It 'tells a user who was revoked elsewhere to sign in again, which helps' {
        Connect-Entra -NoWelcome
        Revoke-UserElsewhere $Users.Adele
        $failure = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        Assert-Failure $failure "AADSTS50173,$revoke" AuthenticationError 'revoked', $again, 'Request id: '
        @(Get-Request graph) | Should -HaveCount 1
        @(Get-Request token) | Should -HaveCount 2
        Connect-Entra -NoWelcome
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
    }

    It 'cannot be answered with a given token' {
        Connect-Entra -AccessToken (New-Token @{ cp1 = $true }).AccessToken -NoWelcome
        Revoke-UserElsewhere $Users.Adele
        $failure = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        Assert-Failure $failure "InvalidAuthenticationToken,$revoke" AuthenticationError 'Connect-Entra'
        @(Get-Request graph) | Should -HaveCount 1
        Get-Request token | Should -BeNullOrEmpty
    }
}

Describe 'The claims of a refusal' -Tag ClaimsChallenge {
    BeforeEach {
        Reset-EntraTest
        Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = 0 }
        # Ends what an earlier refusal asked for.
        Connect-Entra -NoWelcome
    }

    It 'are asked for by the next sign-in <How>, and by none after it' -ForEach @(
        @{ How = 'in the browser'; Target = 'authorize'; Connect = @{} }
        @{ How = 'with a device code'; Target = 'devicecode'; Connect = @{ UseDeviceCode = $true } }
    ) {
        Add-Fault @{ target = 'graph'; kind = 'cae'; count = 2 }
        $null = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        Connect-Entra @Connect -NoWelcome 6> $null
        $claims = Get-AskedClaim $Target
        $claims.access_token.nbf.essential | Should -BeTrue
        $claims.access_token.xms_cc.values | Should -Be 'cp1'
        Connect-Entra -NoWelcome
        (Get-AskedClaim authorize).access_token.PSObject.Properties.Name | Should -Be 'xms_cc'
    }

    It 'are asked for when a policy refused the renewal' {
        Set-Emulator @{ accessTokenLifetimeS = 60 }
        Connect-Entra -NoWelcome
        Add-PolicyFault
        $failure = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        Assert-Failure $failure "AADSTS50076,$revoke" AuthenticationError $again
        Connect-Entra -NoWelcome
        (Get-AskedClaim authorize).access_token.capolids.values | Should -Be 'policy'
    }

    It 'are asked for when a policy refused the sign-in itself, until one succeeds' {
        Add-PolicyFault
        $failure = Get-Failure { Connect-Entra -NoWelcome }
        $failure.FullyQualifiedErrorId | Should -Be 'AADSTS50076,EntraRevoke.Cmdlets.ConnectEntra'
        Add-Fault @{ target = 'token'; status = 400; body = '{"error":"invalid_grant"}' }
        $null = Get-Failure { Connect-Entra -NoWelcome }
        (Get-AskedClaim authorize).access_token.capolids.values | Should -Be 'policy'
        Connect-Entra -NoWelcome
        (Get-AskedClaim authorize).access_token.capolids.values | Should -Be 'policy'
        Connect-Entra -NoWelcome
        (Get-AskedClaim authorize).access_token.PSObject.Properties.Name | Should -Be 'xms_cc'
    }

    It 'are not told to another environment' {
        $null = Add-EntraEnvironment -Name Other -AzureADEndpoint $Emulator.authority -GraphEndpoint $Emulator.graph
        Add-Fault @{ target = 'graph'; kind = 'cae'; count = 2 }
        $null = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        Connect-Entra -Environment Other -NoWelcome
        (Get-AskedClaim authorize).access_token.PSObject.Properties.Name | Should -Be 'xms_cc'
    }
}
