BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $class = 'EntraRevoke.Cmdlets'
    # What a user gives as a token.
    function Get-Secure ([string] $Text) { if ($Text) { ConvertTo-SecureString $Text -AsPlainText -Force } else { [securestring]::new() } }
}
AfterAll { Stop-EntraTest }

Describe 'Connect-Entra -AccessToken' -Tag AccessToken {
    BeforeEach { Reset-EntraTest }

    It 'uses the token as it is' {
        Connect-Entra -AccessToken (New-Token).AccessToken -NoWelcome
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        Get-Request token | Should -BeNullOrEmpty
        $requests = @(Get-Request graph)
        $requests | Should -HaveCount 1
        $requests.headers.authorization | Should -BeExactly 'Bearer delegated'
    }

    It 'reads the context from it' {
        $scopes = 'User.RevokeSessions.All', 'User.Read'
        Connect-Entra -AccessToken (New-Token @{ user = $Users.Megan; scopes = $scopes }).AccessToken -NoWelcome
        $context = Get-EntraContext
        $context.AuthType | Should -BeExactly 'UserProvidedAccessToken'
        $context.TokenCredentialType | Should -BeExactly 'UserProvidedAccessToken'
        $context.Account | Should -BeExactly $Users.Megan
        $context.TenantId | Should -BeExactly $Emulator.tenant
        $context.Scopes | Should -BeExactly $scopes
    }

    It 'refuses what is no token before any service is asked: <Text>' -ForEach @(
        @{ Text = '' }
        @{ Text = 'not a token' }
        @{ Text = "ein.schlüssel.$([char]::ConvertFromUtf32(0x1F511))" }
    ) {
        $failure = Get-Failure { Connect-Entra -AccessToken (Get-Secure $Text) }
        Assert-Failure $failure "InvalidAccessToken,$class.ConnectEntra" InvalidArgument 'Give -AccessToken a token for Microsoft Graph'
        if ($Text) { "$failure" | Should -Not -BeLike "*$Text*" }
        Invoke-Emulator Get requests | Should -BeNullOrEmpty
    }

    It 'guesses nothing of a token that cannot be read' {
        Connect-Entra -AccessToken (Get-Secure opaque) -InformationVariable said -InformationAction Ignore
        $context = Get-EntraContext
        foreach ($name in 'ClientId', 'TenantId', 'Account', 'AppName', 'Scopes') { "$($context.$name)" | Should -BeNullOrEmpty -Because $name }
        "$said" | Should -BeLike 'The access token is used in Emulator*'
    }

    It 'refuses an expired token at once' {
        $failure = Get-Failure { Connect-Entra -AccessToken (New-Token @{ lifetimeS = 0 }).AccessToken }
        Assert-Failure $failure "ExpiredAccessToken,$class.ConnectEntra" AuthenticationError @(
            'expired', 'Get a new access token and run Connect-Entra -Environment Emulator -AccessToken with it', 'clock'
        )
    }

    It 'finds no sessions of its own for an application' {
        Connect-Entra -AccessToken (New-Token @{ appOnly = $true }).AccessToken -NoWelcome
        $failure = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        $id = "UserRequired,$class.RevokeEntraSignedInUserAllRefreshToken"
        Assert-Failure $failure $id InvalidArgument 'application', 'Run Connect-Entra', 'to sign in as a user'
        Get-Request graph | Should -BeNullOrEmpty
    }

    It 'shows the token on no stream' {
        $token = New-Token
        $outcome = Invoke-Pipeline -Argument $token.AccessToken {
            Connect-Entra -AccessToken $args[0] -Verbose -Debug
            Get-EntraContext
            Revoke-EntraSignedInUserAllRefreshToken -Verbose -Debug
            Revoke-EntraSignedInUserAllRefreshToken
        }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Debug | Should -Not -BeNullOrEmpty
        foreach ($part in $outcome.PSObject.Properties.Value) {
            Assert-NoSecret ($part | Format-List * -Force | Out-String -Width 9999) $token.Text, $token.Text.Split('.')[2]
        }
    }
}
