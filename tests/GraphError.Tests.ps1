BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $cmdlet = 'EntraRevoke.Cmdlets.RevokeEntraSignedInUserAllRefreshToken'
    $signIn = "Run Connect-Entra -Scopes 'User.RevokeSessions.All'"
    # Signs in, and revokes, which must fail as these say.
    function Assert-Refusal ([string] $Id, [string] $Category, [string[]] $Says) {
        Connect-Entra -NoWelcome
        Assert-Failure (Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }) "$Id,$cmdlet" $Category $Says
    }
}
AfterAll { Stop-EntraTest }

Describe 'A failed revocation' -Tag GraphError {
    BeforeEach { Reset-EntraTest }

    It 'says to sign in where nobody is' {
        $failure = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        Assert-Failure $failure "NotSignedIn,$cmdlet" AuthenticationError
        "$failure" | Should -BeExactly "Nobody is signed in. $signIn first."
    }

    It 'names the permission that is missing' {
        Set-Emulator @{ withheldScopes = @('User.RevokeSessions.All') }
        Assert-Refusal Authorization_RequestDenied PermissionDenied @(
            'Insufficient privileges', 'User.RevokeSessions.All', 'administrator', 'Request id: '
        )
    }

    It 'has the code of the service: <Status> <Id>' -ForEach @(
        @{ Status = 400; Id = 'UnknownError'; Category = 'InvalidOperation' }
        @{ Status = 404; Id = 'Request_ResourceNotFound'; Category = 'ObjectNotFound' }
        @{ Status = 409; Id = 'Directory_ConcurrencyViolation'; Category = 'InvalidOperation' }
        @{ Status = 500; Id = 'InternalServerError'; Category = 'InvalidOperation' }
    ) {
        Add-Fault @{ target = 'graph'; status = $Status }
        Assert-Refusal $Id $Category 'Microsoft Graph says: ', 'Request id: '
        @(Get-Request graph) | Should -HaveCount 1
    }

    It 'comes after three retries of one request where the service is busy: <Status>' -ForEach @(
        @{ Status = 429; Id = 'TooManyRequests'; Category = 'LimitsExceeded'; Advice = 'later' }
        @{ Status = 503; Id = 'ServiceNotAvailable'; Category = 'InvalidOperation'; Advice = 'again' }
        @{ Status = 504; Id = 'GatewayTimeout'; Category = 'OperationTimeout'; Advice = 'again' }
    ) {
        Add-Fault @{ target = 'graph'; status = $Status; count = 4; retryAfter = 0 }
        Assert-Refusal $Id $Category 'Microsoft Graph says: ', $Advice, 'Request id: '
        $headers = (Get-Request graph).headers
        $headers | ForEach-Object { $_.PSObject.Properties['retry-attempt'].Value } | Should -Be $null, 1, 2, 3
        $headers.'client-request-id' | Select-Object -Unique | Should -HaveCount 1
    }

    It 'is none where the service is busy for a while' {
        Add-Fault @{ target = 'graph'; status = 429; retryAfter = 0 }
        Add-Fault @{ target = 'graph'; status = 503; retryAfter = 'Wed, 21 Oct 2015 07:28:00 GMT' }
        Connect-Entra -NoWelcome
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        (Get-Request graph).status | Should -Be 429, 503, 200
    }

    It 'tells a wait that is too long instead of waiting' {
        Add-Fault @{ target = 'graph'; status = 429; retryAfter = 3600 }
        Assert-Refusal TooManyRequests LimitsExceeded 'wait 3600 seconds', 'Request id: '
    }

    It 'tells the status of an error without JSON' {
        Add-Fault @{ target = 'graph'; status = 500; body = 'oops' }
        Assert-Refusal Http500 InvalidOperation '500', 'again', 'Request id: '
    }

    It 'takes a page for nothing but a page, and tells its status' {
        Add-Fault @{ target = 'graph'; kind = 'html'; status = 404 }
        Assert-Refusal InvalidResponse InvalidOperation '404', 'network'
        "$($Error[0])" | Should -Not -Match '<'
    }

    It 'is no success by an answer that is not that of Microsoft Graph: <_>' -ForEach 'truncate', 'html' {
        Add-Fault @{ target = 'graph'; kind = $_ }
        Assert-Refusal InvalidResponse InvalidOperation 'proxy', 'network'
    }

    It 'comes after one more connection where the first broke' {
        Add-Fault @{ target = 'graph'; kind = 'close'; count = 2 }
        Assert-Refusal ConnectionFailed ConnectionError 'broke', 'Check the network'
        @(Get-Request graph) | Should -HaveCount 2
    }

    It 'comes when the time is over in which the service did not answer' {
        Add-Fault @{ target = 'graph'; kind = 'hang' }
        Connect-Entra -ClientTimeout 1 -NoWelcome
        $failure = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        Assert-Failure $failure "RequestTimeout,$cmdlet" OperationTimeout '1 second', '-ClientTimeout'
    }

    It 'comes after one new token, and is no loop, where the token is refused' {
        Add-Fault @{ target = 'graph'; status = 401; count = 5 }
        Assert-Refusal InvalidAuthenticationToken AuthenticationError $signIn, 'Request id: '
        @(Get-Request graph) | Should -HaveCount 2
        @(Get-Request token) | Should -HaveCount 2
    }

    It 'says that the sign-in was revoked, after a revocation, and asks no service' {
        Connect-Entra -NoWelcome
        $null = Revoke-EntraSignedInUserAllRefreshToken
        Clear-Request
        $failure = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        Assert-Failure $failure "SessionRevoked,$cmdlet" AuthenticationError 'was revoked', $signIn
        Get-Request graph | Should -BeNullOrEmpty
        Get-Request token | Should -BeNullOrEmpty
    }

    It 'can be acted on by its exception' {
        Add-Fault @{ target = 'graph'; status = 403 }
        Connect-Entra -NoWelcome
        try { Revoke-EntraSignedInUserAllRefreshToken } catch [EntraRevoke.EntraRevokeException] { $failure = $_.Exception }
        "$($failure.Code) $($failure.Status) $($failure.Kind)" | Should -BeExactly 'Authorization_RequestDenied 403 PermissionDenied'
    }
}
