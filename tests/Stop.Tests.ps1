BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # Starts a script, stops it once a request has come so far, and waits until its connection is closed.
    function Stop-At ([scriptblock] $Script, [string] $Target, [string] $Outcome) {
        $pipeline = Start-Pipeline $Script -Runspace $runspace
        Wait-Request $Target $Outcome
        Stop-Pipeline $pipeline
    }
}
AfterAll { Stop-EntraTest }

Describe 'Ctrl+C' -Tag Stop {
    BeforeEach {
        Reset-EntraTest
        Set-Emulator @{ deviceCodeIntervalS = 1 }
        $runspace = New-EntraRunspace -ContextScope Process
    }
    AfterEach {
        # The session goes on, or can be begun anew.
        Clear-Fault
        Set-Emulator @{ autoApprove = $true }
        if (-not (Get-EntraContext)) { Connect-Entra -NoWelcome }
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        $runspace.Dispose()
    }

    It 'closes the connection while Microsoft Graph does not answer' {
        Connect-Entra -NoWelcome
        Add-Fault @{ target = 'graph'; kind = 'hang' }
        Stop-At { Revoke-EntraSignedInUserAllRefreshToken } graph
        Wait-Request graph dropped
    }

    It 'closes the connection while the code is redeemed, and leaves nobody signed in' {
        Add-Fault @{ target = 'token'; kind = 'hang' }
        Stop-At { Connect-Entra -NoWelcome } token
        Wait-Request token dropped
        Get-EntraContext | Should -BeNullOrEmpty
    }

    It 'sends no retry while a busy service is waited for' {
        Connect-Entra -NoWelcome
        Add-Fault @{ target = 'graph'; status = 429; retryAfter = 60 }
        $pipeline = Start-Pipeline { Revoke-EntraSignedInUserAllRefreshToken -Verbose } -Runspace $runspace
        Wait-Record $pipeline Verbose 'waiting 60\.0 s' | Should -Match 'before retry 1'
        Stop-Pipeline $pipeline
        @(Get-Request graph) | Should -HaveCount 1
    }

    It 'ends the polling for a device code' {
        Set-Emulator @{ deviceAutoApproveAfterPolls = $null }
        $pipeline = Start-Pipeline { Connect-Entra -UseDeviceCode -NoWelcome } -Runspace $runspace
        Wait-DeviceCode $pipeline | Should -Match '^[A-Z0-9]{8,}$'
        Stop-Pipeline $pipeline
        Get-EntraContext | Should -BeNullOrEmpty
    }
}
