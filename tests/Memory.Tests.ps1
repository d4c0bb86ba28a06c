BeforeDiscovery {
    # The memory of another process is read as Linux shows it (proc(5)).
    $skip = -not $IsLinux
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # Beginnings of the emulator's tokens in memory that a process may write to; refresh tokens are in native memory only.
    function Find-Token ([int] $Process, [switch] $Refresh) {
        $refreshToken, $jwt = '\b1\.[A-Za-z0-9_-]{64}\b', 'eyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{32,}\.'
        $token = [regex]::new($(if ($Refresh) { $refreshToken } else { "$refreshToken|$jwt" }))
        $encodings = if ($Refresh) { [Text.Encoding]::Latin1 } else { [Text.Encoding]::Latin1, [Text.Encoding]::Unicode }
        $memory = [IO.File]::OpenRead("/proc/$Process/mem")
        try {
            foreach ($line in [IO.File]::ReadLines("/proc/$Process/maps") -match '^\S+ rw' -notmatch '\[vvar\]') {
                $from, $to = ($line -split '[- ]')[0, 1] | ForEach-Object { [Convert]::ToInt64($_, 16) }
                $bytes = [byte[]]::new($to - $from)
                $memory.Position = $from
                # What was reserved and never used cannot be read.
                try { $memory.ReadExactly($bytes, 0, $bytes.Length) } catch [IO.IOException] { continue }
                foreach ($encoding in $encodings) {
                    $token.Matches($encoding.GetString($bytes)) | ForEach-Object { $_.Value.Substring(0, 16) }
                }
            }
        } finally { $memory.Dispose() }
    }
    # Tokens that stay: connections end on the library's own thread, soon after a sign-in.
    function Get-Left ([int] $Process, [switch] $Refresh) {
        for ($look = 0; $look -lt 20 -and ($left = @(Find-Token $Process -Refresh:$Refresh)); $look++) { }
        $left
    }
    # Reads what a process says until it says this line.
    function Wait-Line ($Process, [string] $Line) {
        do {
            $said = $Process.StandardOutput.ReadLine()
            if ($null -eq $said) { throw "The process ended: $($Process.StandardError.ReadToEnd())" }
        } until ($said -eq $Line)
    }
}
AfterAll { Stop-EntraTest }

Describe 'The memory of the process' -Tag Memory {
    It 'has no token after signing out, nor after a runspace was dropped without being closed' -Skip:$skip {
        $script = {
            function Say ($Line) { [Console]::Out.WriteLine($Line); $null = [Console]::In.ReadLine() }
            function Invoke-InRunspace {
                $state = [initialsessionstate]::CreateDefault2()
                $shell = [powershell]::Create([runspacefactory]::CreateRunspace($state))
                $shell.Runspace.Open()
                $null = $shell.AddScript("
                    Import-Module '$env:ENTRAREVOKE_MODULE'
                    Connect-Entra -Environment Emulator -ContextScope Runspace; Revoke-EntraSignedInUserAllRefreshToken").Invoke()
            }
            Connect-Entra -NoWelcome
            Revoke-EntraSignedInUserAllRefreshToken
            Say 'signed in'
            $null = Disconnect-Entra
            Say 'signed out'
            Invoke-InRunspace
            foreach ($round in 1..5) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
            Say 'collected'
        }
        Reset-EntraTest
        Set-Emulator @{ revokeValue = $false; accessTokenLifetimeS = 60 }
        $process = [Diagnostics.Process]::Start((New-ShellStart '-Command', ((Get-ShellPrologue) + $script)))
        try {
            Wait-Line $process 'signed in'
            # It was renewed for the call, so both refresh tokens and both access tokens are looked for.
            (Get-Request token).form.grant_type | Should -Be authorization_code, refresh_token
            $held = Find-Token $process.Id
            $held -like '1.*' | Should -Not -BeNullOrEmpty
            $held -like 'eyJ*' | Should -Not -BeNullOrEmpty
            $process.StandardInput.WriteLine('go on')
            Wait-Line $process 'signed out'
            # What is in native memory only is gone without a collection.
            Get-Left $process.Id -Refresh | Should -BeNullOrEmpty
            $process.StandardInput.WriteLine('go on')
            Wait-Line $process 'collected'
            @(Get-Request token) | Should -HaveCount 4
            Get-Left $process.Id | Should -BeNullOrEmpty
        } finally { $process.Kill($true) }
    }
}
