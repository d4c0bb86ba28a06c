BeforeDiscovery {
    # A terminal is made by tmux.
    $skip = -not (Get-Command tmux -CommandType Application -ErrorAction Ignore)
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    function Invoke-Tmux { & tmux -f /dev/null -S $socket @args; if ($LASTEXITCODE) { throw "tmux $args failed." } }
    # Types a line into the terminal.
    function Send-Line ([string] $Line) {
        Invoke-Tmux send-keys -l $Line
        Invoke-Tmux send-keys Enter
    }
    # What the terminal shows, as one text.
    function Get-Screen { (Invoke-Tmux capture-pane -p -J) -join "`n" }
    # Types a line and waits until it has been run: its last command asks the emulator for something.
    function Invoke-Line ([string] $Line) {
        $count = @(Get-Request other).Count + 1
        Send-Line "$Line; Signal"
        Wait-Request other -Count $count
    }
}
AfterAll { Stop-EntraTest }

Describe 'Ctrl+C in a terminal' -Tag Terminal -Skip:$skip {
    BeforeAll {
        $socket = Join-Path $TestDrive tmux
        # What is typed is nothing for the history of whoever runs the tests; and it is typed once keys are read one by one.
        $prepare = @"
            function Signal { `$null = Invoke-RestMethod $($Emulator.authority)/signal -SkipHttpErrorCheck -NoProxy }
            `$null = Register-EngineEvent PowerShell.OnIdle -MaxTriggerCount 1 -Action { Signal }
            Set-PSReadLineOption -HistorySaveStyle SaveNothing
"@
        $start = New-ShellStart '-NoExit', '-Command', ((Get-ShellPrologue) + $prepare)
        Invoke-Tmux new-session -d -x 140 -y 50 $start.FileName @($start.ArgumentList)
        Wait-Request other
    }
    AfterAll { Invoke-Tmux kill-server }
    BeforeEach {
        Reset-EntraTest
        Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = $null }
        Invoke-Line 'Connect-Entra -NoWelcome; Clear-Host'
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
        Invoke-Tmux send-keys C-c
        Wait-Request $Target dropped
        Invoke-Line '"signed in: $((Get-EntraContext).Account); errors: $($Error.Count)."'
        $screen = Get-Screen
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
        Invoke-Tmux send-keys C-c
        Invoke-Line '"signed in: $((Get-EntraContext).Account)."'
        Get-Screen | Should -BeLike '*signed in: .*'
    }

    It 'leaves a session that goes on' {
        Add-Fault @{ target = 'graph'; kind = 'hang' }
        Send-Line 'Revoke-EntraSignedInUserAllRefreshToken'
        Wait-Request graph
        Invoke-Tmux send-keys C-c
        Invoke-Line '"revoked: $((Revoke-EntraSignedInUserAllRefreshToken).Value)."'
        Get-Screen | Should -BeLike '*revoked: True.*'
    }
}
