BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $cmdlet = 'EntraRevoke.Cmdlets.ConnectEntra'
    # Signs in with a device code, does this with the code, and returns the failure.
    function Get-DeviceCodeFailure ([string] $Action) {
        Set-Emulator @{ deviceAutoApproveAfterPolls = $null }
        $pipeline = Start-Pipeline { Connect-Entra -UseDeviceCode }
        Set-DeviceCode (Wait-DeviceCode $pipeline) $Action
        (Wait-Pipeline $pipeline).Errors[0]
    }
}
AfterAll { Stop-EntraTest }

Describe 'A failed sign-in' -Tag SignInError {
    BeforeEach {
        Reset-EntraTest
        Set-Emulator @{ deviceCodeIntervalS = 1 }
    }

    It 'tells what is wrong with <Argument>' -ForEach @(
        @{ Argument = @{ TenantId = 'nowhere.example' }; Id = 'AADSTS90002'; Category = 'ObjectNotFound'; Says = '-TenantId' }
        @{ Argument = @{ TenantId = 'a/b' }; Id = 'InvalidTenant'; Category = 'InvalidArgument'; Says = 'tenant id' }
        @{ Argument = @{ ClientId = 'mine' }; Id = 'InvalidClientId'; Category = 'InvalidArgument'; Says = 'GUID' }
        @{ Argument = @{ Environment = 'Nowhere' }; Id = 'EnvironmentNotFound'; Category = 'ObjectNotFound'; Says = 'Get-EntraEnvironment' }
        @{ Argument = @{ Scopes = ' , ' }; Id = 'InvalidScopes'; Category = 'InvalidArgument'; Says = 'User.RevokeSessions.All' }
    ) {
        Assert-Failure (Get-Failure { Connect-Entra -UseDeviceCode @Argument }) "$Id,$cmdlet" $Category $Says
    }

    It 'tells an application that the tenant does not know' {
        Set-Emulator @{ clients = @([guid]::NewGuid()) }
        $failure = Get-Failure { Connect-Entra -UseDeviceCode }
        Assert-Failure $failure "AADSTS700016,$cmdlet" InvalidArgument '-ClientId', 'Request id: '
    }

    It 'tells a consent that was refused, and leaves nobody signed in' {
        Connect-Entra -NoWelcome
        Set-Emulator @{ authorizeError = 'access_denied' }
        $says = 'declined to consent', 'administrator', 'Request id: '
        Assert-Failure (Get-Failure { Connect-Entra }) "AADSTS65004,$cmdlet" PermissionDenied $says
        Get-EntraContext | Should -BeNullOrEmpty
        (Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }).FullyQualifiedErrorId | Should -BeLike 'NotSignedIn,*'
    }

    It 'tells a code that was declined' {
        $failure = Get-DeviceCodeFailure decline
        Assert-Failure $failure "authorization_declined,$cmdlet" PermissionDenied 'declined', 'Run the command again and accept'
    }

    It 'tells a code that expired' {
        Assert-Failure (Get-DeviceCodeFailure expire) "DeviceCodeExpired,$cmdlet" OperationTimeout 'expired', 'Run the command again'
    }

    It 'tells an account of another tenant than the one that was asked for, and leaves nobody signed in' {
        Add-TokenFault @{}
        Connect-Entra -UseDeviceCode -TenantId $Emulator.tenant -NoWelcome -InformationAction Ignore
        $other = [guid]::NewGuid()
        Add-TokenFault @{ tid = "$other" }
        $failure = Get-Failure { Connect-Entra -UseDeviceCode -TenantId $Emulator.tenant -InformationAction Ignore }
        Assert-Failure $failure "WrongTenant,$cmdlet" InvalidArgument "$other", 'Check -TenantId'
        Get-EntraContext | Should -BeNullOrEmpty
    }

    It 'tells a service that cannot be reached' {
        # The port belongs to this listener, which takes no connection.
        $listener = [Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        $listener.Bind([Net.IPEndPoint]::new([ipaddress]::Loopback, 0))
        try {
            $closed = "http://$($listener.LocalEndPoint)"
            $null = Add-EntraEnvironment Closed $closed $closed
            $failure = Get-Failure { Connect-Entra -UseDeviceCode -Environment Closed }
        } finally { $listener.Dispose() }
        Assert-Failure $failure "ConnectionFailed,$cmdlet" ConnectionError 'could not be reached', 'Check the network', 'proxy'
    }

    It 'tells a connection that breaks: <Target>' -ForEach @(
        @{ Target = 'devicecode'; Argument = @{ UseDeviceCode = $true } }
        @{ Target = 'token'; Argument = @{} }
    ) {
        Add-Fault @{ target = $Target; kind = 'close'; count = 9 }
        Assert-Failure (Get-Failure { Connect-Entra @Argument }) "ConnectionFailed,$cmdlet" ConnectionError 'Check the network'
    }

    It 'tells an answer that is not that of the service: <Target> <Kind>' -ForEach @(
        @{ Target = 'devicecode'; Kind = 'html'; Argument = @{ UseDeviceCode = $true } }
        @{ Target = 'devicecode'; Kind = 'truncate'; Argument = @{ UseDeviceCode = $true } }
        @{ Target = 'token'; Kind = 'html'; Argument = @{} }
        @{ Target = 'token'; Kind = 'truncate'; Argument = @{} }
    ) {
        Add-Fault @{ target = $Target; kind = $Kind }
        Assert-Failure (Get-Failure { Connect-Entra @Argument }) "InvalidResponse,$cmdlet" InvalidOperation 'proxy', 'network'
    }

    It 'is none where a connection breaks while a device code is waited for' {
        Set-Emulator @{ deviceAutoApproveAfterPolls = 0 }
        Add-Fault @{ target = 'token'; kind = 'close' }
        Connect-Entra -UseDeviceCode -NoWelcome -InformationAction Ignore
        (Get-Request token).outcome | Should -Be reset, answered
    }

    It 'tells the status of a service that fails without a word' {
        Add-Fault @{ target = 'token'; status = 500; count = 9; retryAfter = 0; body = 'oops' }
        Assert-Failure (Get-Failure { Connect-Entra }) "Http500,$cmdlet" InvalidOperation '500'
    }
}
