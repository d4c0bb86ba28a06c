BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # Starts a script, and stops it once a request has come so far.
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
        (Get-EntraContext).Account | Should -Be $Users.Adele
    }

    It 'closes the connection while a token is renewed, and keeps the sign-in' {
        Set-Emulator @{ accessTokenLifetimeS = 60 }
        Connect-Entra -NoWelcome
        Clear-Request
        Add-Fault @{ target = 'token'; kind = 'hang' }
        Stop-At { Revoke-EntraSignedInUserAllRefreshToken } token
        Wait-Request token dropped
        (Get-EntraContext).Account | Should -Be $Users.Adele
    }

    It 'closes the connection while <Step>, and leaves nobody signed in' -ForEach @(
        @{ Step = 'the code is redeemed'; Target = 'token'; Script = { Connect-Entra -NoWelcome } }
        @{ Step = 'a device code is asked for'; Target = 'devicecode'; Script = { Connect-Entra -UseDeviceCode -NoWelcome } }
    ) {
        Add-Fault @{ target = $Target; kind = 'hang' }
        Stop-At $Script $Target
        Wait-Request $Target dropped
        Get-EntraContext | Should -BeNullOrEmpty
    }

    It 'closes the loopback port while nobody signs in' {
        Set-Emulator @{ autoApprove = $false }
        Stop-At { Connect-Entra -NoWelcome } authorize answered
        $redirect = [uri](Get-Request authorize).Query.redirect_uri
        { [Net.Sockets.TcpClient]::new('127.0.0.1', $redirect.Port) } | Should -Throw '*refused*'
    }

    It 'leaves nobody signed in when it ends a new sign-in' {
        Connect-Entra -NoWelcome
        Set-Emulator @{ autoApprove = $false }
        Clear-Request
        Stop-At { Connect-Entra -NoWelcome } authorize answered
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
        Stop-At { Connect-Entra -UseDeviceCode -NoWelcome } token answered
        Get-EntraContext | Should -BeNullOrEmpty
    }

    It 'runs the finally block and no catch block, and is no error' {
        Connect-Entra -NoWelcome
        Add-Fault @{ target = 'graph'; kind = 'hang' }
        $script = {
            param ($Ran)
            try { Revoke-EntraSignedInUserAllRefreshToken -ErrorVariable failed }
            catch { $Ran.Add('catch') }
            finally { $Ran.Add("finally, with $($failed.Count) errors") }
        }
        $ran = [Collections.Generic.List[string]]::new()
        $pipeline = Start-Pipeline $script @(, $ran) $runspace
        Wait-Request graph
        Stop-Pipeline $pipeline
        $ran | Should -Be 'finally, with 0 errors'
    }

    It 'is what a preference of Stop is too: it ends the script, and the sign-in with it' {
        Set-Emulator @{ deviceAutoApproveAfterPolls = $null }
        $script = { $VerbosePreference = 'Stop'; Connect-Entra -UseDeviceCode -NoWelcome }
        (Invoke-Pipeline $script -Runspace $runspace).Escaped | Should -Not -BeNullOrEmpty
        Get-EntraContext | Should -BeNullOrEmpty
    }
}
