BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $client = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
    $userAgent = '^PowerShell/\d+\.\d+\.\d+ EntraPowershell/\d+\.\d+\.\d+'
    # The requests of a target, of which there must be so many.
    function Get-OnlyRequest ([string] $Target, [int] $Count = 1) {
        $requests = @(Get-Request $Target)
        $requests | Should -HaveCount $Count
        $requests
    }
}
AfterAll { Stop-EntraTest }

Describe 'What goes over the wire' -Tag Requests {
    BeforeEach { Reset-EntraTest }

    It 'is an empty POST with the headers of the peers for a revocation' {
        Connect-Entra -NoWelcome
        $null = Revoke-EntraSignedInUserAllRefreshToken
        $request = Get-OnlyRequest graph
        "$($request.method) $($request.path)" | Should -BeExactly 'POST /v1.0/me/revokeSignInSessions'
        $request.Query.Count | Should -Be 0
        $headers = $request.headers
        $headers.authorization | Should -BeExactly 'Bearer delegated'
        $headers.'content-length' | Should -Be 0
        $headers.'cache-control' | Should -BeExactly 'no-store, no-cache'
        $headers.sdkversion | Should -MatchExactly '^entra-revoke/\d+\.\d+\.\d+$'
        [guid] $headers.'client-request-id' | Should -Not -Be ([guid]::Empty)
        $headers.'user-agent' | Should -MatchExactly "$userAgent Revoke-EntraSignedInUserAllRefreshToken$"
        $headers.PSObject.Properties.Name | Should -Not -Contain 'content-type'
        $headers.PSObject.Properties.Name | Should -Not -Contain 'retry-attempt'
    }

    It 'has an id of its own for each request' {
        Set-Emulator @{ revokeValue = $false }
        Connect-Entra -NoWelcome
        Revoke-EntraSignedInUserAllRefreshToken
        Revoke-EntraSignedInUserAllRefreshToken
        Get-OnlyRequest graph 2 | ForEach-Object { $_.headers.'client-request-id' } | Select-Object -Unique | Should -HaveCount 2
    }

    It 'asks for the sign-in page with PKCE, state, nonce and the capability cp1' {
        Connect-Entra -Scopes 'User.RevokeSessions.All' -NoWelcome
        $request = Get-OnlyRequest authorize
        $request.path | Should -BeExactly '/organizations/oauth2/v2.0/authorize'
        $query = $request.Query
        $query.response_type | Should -BeExactly 'code'
        $query.client_id | Should -Be $client
        $query.redirect_uri | Should -MatchExactly '^http://localhost:[0-9]+$'
        $query.code_challenge_method | Should -BeExactly 'S256'
        $query.code_challenge.Length | Should -Be 43
        $query.state.Length | Should -BeGreaterOrEqual 16
        $query.nonce.Length | Should -BeGreaterOrEqual 16
        $query.nonce | Should -Not -Be $query.state
        $query.claims | Should -BeLike '*cp1*'
        $query.scope -split ' ' | Sort-Object | Should -Be offline_access, openid, profile, User.RevokeSessions.All
        $query.prompt | Should -BeExactly 'select_account'
    }

    It 'names the user to the sign-in page instead of asking for an account, with -LoginHint' {
        Connect-Entra -LoginHint $Users.Megan -NoWelcome
        $query = (Get-OnlyRequest authorize).Query
        $query.login_hint | Should -BeExactly $Users.Megan
        $query.Keys | Should -Not -Contain prompt
        (Get-EntraContext).Account | Should -Be $Users.Megan
    }

    It 'redeems the code once, as a public client' {
        Connect-Entra -NoWelcome
        $request = Get-OnlyRequest token
        $request.form.grant_type | Should -BeExactly 'authorization_code'
        $request.form.client_id | Should -Be $client
        $request.form.PSObject.Properties.Name | Should -Not -Contain 'client_secret'
        $request.headers.PSObject.Properties.Name | Should -Not -Contain 'authorization'
        $request.headers.'user-agent' | Should -MatchExactly "$userAgent Connect-Entra$"
    }

    It 'shares no secret between two sign-ins' {
        Connect-Entra -NoWelcome
        Connect-Entra -NoWelcome
        $first, $second = Get-OnlyRequest authorize 2
        foreach ($name in 'state', 'nonce', 'code_challenge') { $first.Query.$name | Should -Not -Be $second.Query.$name }
    }

    It 'goes to the tenant and as the client that the user names' {
        $mine = [guid]::NewGuid()
        Connect-Entra -ClientId $mine -TenantId contoso.example -NoWelcome
        $request = Get-OnlyRequest authorize
        $request.path | Should -BeLike '/contoso.example/*'
        $request.Query.client_id | Should -Be "$mine"
        (Get-OnlyRequest token).path | Should -BeLike '/contoso.example/*'
    }

    It 'goes as the client that $env:ENTRAREVOKE_CLIENT_ID names, unless -ClientId does' {
        $mine = [guid]::NewGuid()
        $env:ENTRAREVOKE_CLIENT_ID = $mine
        try {
            Connect-Entra -NoWelcome
            (Get-EntraContext).ClientId | Should -Be "$mine"
            Connect-Entra -ClientId $client -NoWelcome
        } finally { Remove-Item Env:ENTRAREVOKE_CLIENT_ID }
        (Get-OnlyRequest authorize 2).Query.client_id | Should -Be "$mine", $client
    }

    It 'asks for a device code and then polls for it' {
        Set-Emulator @{ deviceCodeIntervalS = 1 }
        Connect-Entra -UseDeviceCode -NoWelcome -InformationAction Ignore
        (Get-OnlyRequest devicecode).form.scope | Should -BeLike '*User.RevokeSessions.All*'
        $polls = Get-OnlyRequest token 2
        $polls.status | Should -Be 400, 200
        $polls.form.grant_type | Select-Object -Unique | Should -BeExactly 'urn:ietf:params:oauth:grant-type:device_code'
        Get-OnlyRequest authorize 0
    }
}
