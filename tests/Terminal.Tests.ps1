BeforeDiscovery {
    # A terminal is made by tmux.
    $skip = -not (Get-Command tmux -CommandType Application -ErrorAction Ignore)
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # Types a line into the terminal, and waits for nothing that it does.
    function Send-Line ([string] $Line) {
        Send-Key $terminal $Line -Literal
        Invoke-Tmux $terminal send-keys Enter
    }
    # Types a line, waits until the prompt is there again, and returns what the terminal shows, as one text.
    function Invoke-Line ([string] $Line) {
        Send-Key $terminal $Line -Literal
        Send-Key $terminal Enter
        (Get-Screen $terminal) -join "`n"
    }
}
AfterAll { Stop-EntraTest }

Describe 'Ctrl+C in a terminal' -Tag Terminal -Skip:$skip {
    BeforeAll {
        $terminal = Start-Terminal -Width 140
    }
    AfterAll { Stop-Terminal $terminal }
    BeforeEach {
        Reset-EntraTest
        Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = $null }
        $null = Invoke-Line 'Connect-Entra -NoWelcome; Clear-Host'
        Clear-Request
    }

    It 'gives the prompt back and closes the connection while <Step>' -ForEach @(
        @{ Step = 'a revocation hangs'; Target = 'graph'; Account = 'AdeleV@contoso.example'
            Line = 'Revoke-EntraSignedInUserAllRefreshToken' }
        @{ Step = 'the code is redeemed'; Target = 'token'; Line = 'Connect-Entra -NoWelcome'; Account = '' }
        @{ Step = 'a device code is asked for'; Target = 'devicecode'; Line = 'Connect-Entra -UseDeviceCode'; Account = '' }
    ) {
        Add-Fault @{ target = $Target; kind = 'hang' }
        Send-Line "try { $Line; 'went' + ' on' } catch { 'caught' + ' it' } finally { [Console]::WriteLine('cleaned' + ' up') }"
        Wait-Request $Target
        Invoke-Tmux $terminal send-keys C-c
        Wait-Request $Target dropped
        $screen = Invoke-Line '"signed in: $((Get-EntraContext).Account); errors: $($Error.Count)."'
        $screen | Should -BeLike "*cleaned up*signed in: $Account; errors: 0.*"
        $screen | Should -Not -Match 'went on|caught it'
    }

    It 'gives the prompt back while <Step>' -ForEach @(
        @{ Step = 'the browser is waited for'; Target = 'authorize'; Line = 'Connect-Entra -NoWelcome' }
        @{ Step = 'a device code is polled for'; Target = 'token'; Line = 'Connect-Entra -UseDeviceCode' }
    ) {
        Set-Emulator @{ autoApprove = $false }
        Send-Line $Line
        Wait-Request $Target answered
        Invoke-Tmux $terminal send-keys C-c
        Invoke-Line '"signed in: $((Get-EntraContext).Account)."' | Should -BeLike '*signed in: .*'
    }

    It 'leaves a session that goes on' {
        Add-Fault @{ target = 'graph'; kind = 'hang' }
        Send-Line 'Revoke-EntraSignedInUserAllRefreshToken'
        Wait-Request graph
        Invoke-Tmux $terminal send-keys C-c
        Invoke-Line '"revoked: $((Revoke-EntraSignedInUserAllRefreshToken).Value)."' | Should -BeLike '*revoked: True.*'
    }
}
