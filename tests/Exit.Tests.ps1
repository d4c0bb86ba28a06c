BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # The beginning of a script that waits until a request has come to the emulator.
    $prologue = (Get-ShellPrologue) + @"
        function Wait-Request (`$Query) {
            `$null = Invoke-RestMethod "$($Emulator.control)/wait?count=1&timeoutMs=30000&for=`$Query" -NoProxy
        }

"@
}
AfterAll { Stop-EntraTest }

# What hangs at the emulator hangs for good: a process that ends did not wait for it.
Describe 'exit' -Tag Exit {
    BeforeEach { Reset-EntraTest }

    It 'ends the process by <Exit> while <Step>' -ForEach @(
        @{ Exit = 'exit 7'; Step = 'a revocation hangs'; Target = 'graph'; Outcome = ''
            Script = { Connect-Entra -Environment Emulator -NoWelcome; Revoke-EntraSignedInUserAllRefreshToken } }
        @{ Exit = '[Environment]::Exit(7)'; Step = 'a sign-in hangs'; Target = 'token'; Outcome = ''
            Script = { Connect-Entra -Environment Emulator -NoWelcome } }
        @{ Exit = 'exit 7'; Step = 'the browser is waited for'; Target = 'authorize'; Outcome = '&outcome=answered'
            Script = { Connect-Entra -Environment Emulator -NoWelcome } }
    ) {
        Set-Emulator @{ autoApprove = $Target -ne 'authorize' }
        if (-not $Outcome) { Add-Fault @{ target = $Target; kind = 'hang' } }
        $run = Invoke-Shell ($prologue + @"
            `$null = Start-ThreadJob { Import-Module '$ModuleManifest'; $Script }
            Wait-Request '$Target$Outcome'
            $Exit
"@)
        $run.ExitCode | Should -Be 7
        $run.Errors | Should -BeNullOrEmpty
        $run.Text | Should -BeNullOrEmpty
        if (-not $Outcome) { Wait-Request $Target dropped }
    }
}

Describe 'Stop-Job' -Tag Exit {
    It 'does not wait for the worker thread of the library' {
        Reset-EntraTest
        Add-Fault @{ target = 'devicecode'; kind = 'hang' }
        $run = Invoke-Shell ($prologue + @"
            `$call = Start-ThreadJob { Import-Module '$ModuleManifest'; Connect-Entra -Environment Emulator -UseDeviceCode }
            Wait-Request devicecode
            `$hold = [EntraRevoke.Native.NativeProbe]::Hold([timespan]::FromSeconds(8))
            `$hold.Next().Text
            `$end = Start-ThreadJob { (`$using:hold).Next() }
            Stop-Job `$call
            "call `$(`$call.State), with `$(@(`$call.Error).Count) errors; hold over: `$(`$end.State -eq 'Completed')"
            # What waits for the hold would keep ``exit`` waiting.
            [Environment]::Exit(0)
"@)
        $run.Lines | Should -Be 'held', 'call Stopped, with 0 errors; hold over: False'
        $run.Errors | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
    }
}
