BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $revoke = 'EntraRevoke.Cmdlets.RevokeEntraSignedInUserAllRefreshToken'
    # Signs in with an access token of so many seconds.
    function Connect-For ([int] $Second) {
        Set-Emulator @{ accessTokenLifetimeS = $Second }
        Connect-Entra -NoWelcome
    }
}
AfterAll { Stop-EntraTest }

Describe 'An access token that ends' -Tag Renewal {
    BeforeEach { Reset-EntraTest }

    It 'is renewed before it is used when it is about to' {
        Connect-For 60
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        $asked = @(Get-Request token)
        $asked.form.grant_type | Should -Be 'authorization_code', 'refresh_token'
        $asked[1].form.claims | Should -Match 'cp1'
        @(Get-Request graph) | Should -HaveCount 1
    }

    It 'is renewed from five minutes before its end on, and not before: <Seconds> s' -ForEach @(
        @{ Seconds = 295; Renewals = 1 }
        @{ Seconds = 320; Renewals = 0 }
    ) {
        Set-Emulator @{ accessTokenLifetimeS = $Seconds; revokeValue = $false }
        Connect-Entra -NoWelcome
        Revoke-EntraSignedInUserAllRefreshToken
        @(Get-Request token | Where-Object { $_.form.grant_type -eq 'refresh_token' }) | Should -HaveCount $Renewals
    }

    It 'is not renewed while it has time left' {
        Connect-For 600
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        @(Get-Request token) | Should -HaveCount 1
    }

    It 'is used when its renewal fails on the way, and it has a minute left' {
        Connect-For 60
        Add-Fault @{ target = 'token'; kind = 'close'; count = 2 }
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        @(Get-Request token).form.grant_type | Should -Contain 'refresh_token'
    }

    It 'is refused once when it is over and came with -AccessToken' {
        Connect-Entra -AccessToken (New-Token @{ lifetimeS = 3600 }).AccessToken -NoWelcome
        Step-Clock 7200
        $failure = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        $says = 'expired', 'Connect-Entra', 'Request id: '
        Assert-Failure $failure "InvalidAuthenticationToken,$revoke" AuthenticationError $says
        @(Get-Request graph) | Should -HaveCount 1
        Get-Request token | Should -BeNullOrEmpty
    }

    It 'gives one clear error when its renewal is refused, and is not renewed again' {
        Connect-For 60
        Revoke-UserElsewhere $Users.Adele
        $failure = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        $says = 'revoked', "Run Connect-Entra -Scopes 'User.RevokeSessions.All'", 'Request id: '
        Assert-Failure $failure "AADSTS50173,$revoke" AuthenticationError $says
        @(Get-Request token) | Should -HaveCount 2
        Get-Request graph | Should -BeNullOrEmpty

        Clear-Request
        "$(Get-Failure { Revoke-EntraSignedInUserAllRefreshToken })" | Should -Be "$failure"
        Get-Request token | Should -BeNullOrEmpty
    }
}
