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

    It 'ends the process while <Step> in a thread job' -ForEach @(
        @{ Step = 'a revocation hangs'; Target = 'graph'; Script = { Connect-Entra -Environment Emulator -NoWelcome; Revoke-EntraSignedInUserAllRefreshToken } }
        @{ Step = 'a sign-in hangs'; Target = 'token'; Script = { Connect-Entra -Environment Emulator -NoWelcome } }
        @{ Step = 'a device code is asked for'; Target = 'devicecode'; Script = { Connect-Entra -Environment Emulator -UseDeviceCode } }
    ) {
        Add-Fault @{ target = $Target; kind = 'hang' }
        $run = Invoke-Shell ($prologue + @"
            `$null = Start-ThreadJob { Import-Module '$ModuleManifest'; $Script }
            Wait-Request $Target
            exit 7
"@)
        $run.ExitCode | Should -Be 7
        $run.Errors | Should -BeNullOrEmpty
        $run.Text | Should -BeNullOrEmpty
        Wait-Request $Target dropped
    }

    It 'ends the process by <_> while a runspace waits for the user of the browser' -ForEach @(
        'exit 7', '[Environment]::Exit(7)'
    ) {
        Set-Emulator @{ autoApprove = $false }
        $run = Invoke-Shell ($prologue + @"
            `$shell = [powershell]::Create().AddScript("Import-Module '$ModuleManifest'; Connect-Entra -Environment Emulator")
            `$null = `$shell.BeginInvoke()
            Wait-Request 'authorize&outcome=answered'
            $_
"@)
        $run.ExitCode | Should -Be 7
        $run.Errors | Should -BeNullOrEmpty
        $run.Text | Should -BeNullOrEmpty
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
