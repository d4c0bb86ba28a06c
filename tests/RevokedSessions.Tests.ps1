BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
}
AfterAll { Stop-EntraTest }

# That the sessions are really gone: what another device of the user can and cannot do.
Describe 'Another device of the user' -Tag RevokedSessions {
    BeforeEach {
        Reset-EntraTest
        $adele, $megan = (New-Token).RefreshToken, (New-Token @{ user = $Users.Megan }).RefreshToken
        (Use-RefreshToken $adele).error | Should -BeNullOrEmpty
        (Use-RefreshToken $megan).error | Should -BeNullOrEmpty
    }

    It 'is refused with its refresh token from before' {
        Connect-Entra -NoWelcome
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        $refusal = Use-RefreshToken $adele
        $refusal.error | Should -Be 'invalid_grant'
        $refusal.error_description | Should -BeLike 'AADSTS50173*'
    }

    It 'can sign in anew' {
        Connect-Entra -NoWelcome
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        (Use-RefreshToken (New-Token).RefreshToken).error | Should -BeNullOrEmpty
        Connect-Entra -NoWelcome
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
    }

    It 'goes on when another user is revoked, whose token was given' {
        Connect-Entra -AccessToken (New-Token @{ user = $Users.Megan }).AccessToken -NoWelcome
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        (Use-RefreshToken $megan).error | Should -Be 'invalid_grant'
        (Use-RefreshToken $adele).error | Should -BeNullOrEmpty
    }

    It 'goes on when the user only signs in and out' {
        Connect-Entra -NoWelcome
        $null = Disconnect-Entra
        (Use-RefreshToken $adele).error | Should -BeNullOrEmpty
        Get-Request graph | Should -BeNullOrEmpty
    }
}
