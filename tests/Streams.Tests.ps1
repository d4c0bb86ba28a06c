BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $runspace = New-EntraRunspace -ContextScope Process
    # Runs a script that must not fail, and returns what it said on each stream.
    function Get-Said ([scriptblock] $Script) {
        $pipeline = Start-Pipeline $Script -Runspace $runspace
        $outcome = Wait-Pipeline $pipeline
        Assert-Silent $outcome Escaped, Errors
        $outcome | Add-Member Progress @($pipeline.Shell.Streams.Progress) -PassThru
    }
}
AfterAll {
    $runspace.Dispose()
    Stop-EntraTest
}

Describe 'A revocation says' -Tag Streams {
    BeforeEach {
        Reset-EntraTest
        Connect-Entra -NoWelcome
    }

    It 'nothing that it was not asked for' {
        $said = Get-Said { Revoke-EntraSignedInUserAllRefreshToken }
        $said.Output.Value | Should -Be $true
        Assert-Silent $said Verbose, Debug, Warnings, Information, Progress
    }

    It 'one line a request with -Verbose' {
        $said = Get-Said { Revoke-EntraSignedInUserAllRefreshToken -Verbose }
        $said.Verbose | Should -HaveCount 1
        $said.Verbose | Should -MatchExactly ('^POST http://127.0.0.1:[0-9]+/v1.0/me/revokeSignInSessions answered 200 OK ' +
            'with [0-9]+ bytes in [0-9]+ ms; request-id [0-9a-f-]{36}, client-request-id [0-9a-f-]{36}$')
        $said.Debug | Should -BeNullOrEmpty
    }

    It 'each retry and its wait with -Verbose' {
        Add-Fault @{ target = 'graph'; status = 429; count = 2; retryAfter = 0 }
        $lines = (Get-Said { Revoke-EntraSignedInUserAllRefreshToken -Verbose }).Verbose
        $patterns = 'answered 429', 'waiting 0\.0 s before retry 1 of 3$', 'answered 429', 'waiting 0\.0 s before retry 2 of 3$',
            'answered 200'
        $lines | Should -HaveCount $patterns.Count
        0..4 | ForEach-Object { $lines[$_] | Should -Match $patterns[$_] }
    }

    It 'the banners of the peers with -Debug, with headers and bodies' {
        $said = Get-Said { Revoke-EntraSignedInUserAllRefreshToken -Debug }
        Assert-Silent $said Verbose, Warnings, Information
        $text = $said.Debug -join "`n"
        $rule = '=' * 28
        $parts = "$rule TRANSFORMATIONS $rule", "$rule HTTP REQUEST $rule", "$rule HTTP RESPONSE $rule",
            "HTTP Method:`nPOST", "Absolute Uri:`nhttp://127.0.0.1:", 'user-agent                    : PowerShell/',
            'authorization                 : [redacted]', "Status Code:`n200 OK", '"value": true'
        foreach ($part in $parts) { $text.Contains($part) | Should -BeTrue -Because $part }
    }

    It 'as much by preference variables as by switches' {
        $said = Get-Said { & { $VerbosePreference = $DebugPreference = 'Continue'; Revoke-EntraSignedInUserAllRefreshToken } }
        $said.Verbose | Should -HaveCount 1
        $said.Debug | Should -Not -BeNullOrEmpty
        Connect-Entra -NoWelcome
        $said = Get-Said { & { $VerbosePreference = 'Continue'; Revoke-EntraSignedInUserAllRefreshToken -Verbose:$false } }
        $said.Verbose | Should -BeNullOrEmpty
    }

    It 'how long a busy service is waited for, as progress' {
        Add-Fault @{ target = 'graph'; status = 429; retryAfter = 100 }
        $pipeline = Start-Pipeline { Revoke-EntraSignedInUserAllRefreshToken } -Runspace (New-EntraRunspace Process)
        Wait-Record $pipeline Progress 'sec = 99' | Should -Match 'act = Revoke-EntraSignedInUserAllRefreshToken'
        Stop-Pipeline $pipeline
    }
}

Describe 'The revocation of a guest' -Tag Streams {
    BeforeEach {
        Reset-EntraTest
        Set-Emulator @{ defaultUser = $Users.Alex }
        Connect-Entra -NoWelcome
    }

    It 'warns that the sessions at home go on' {
        $said = Get-Said { Revoke-EntraSignedInUserAllRefreshToken }
        $said.Output.Value | Should -Be $true
        $said.Warnings | Should -HaveCount 1
        $said.Warnings | Should -BeLike "$($Users.Alex) is a guest*"
    }

    It 'asks nothing with -Debug, and says the warning all the same' {
        $said = Get-Said { Revoke-EntraSignedInUserAllRefreshToken -Debug }
        $said.Output.Value | Should -Be $true
        $said.Information | Should -BeLike 'WARNING: *is a guest*'
    }

    It 'is silent with -WarningAction SilentlyContinue' {
        (Get-Said { Revoke-EntraSignedInUserAllRefreshToken -WarningAction SilentlyContinue }).Warnings | Should -BeNullOrEmpty
    }

    It 'warns into -WarningVariable' {
        Revoke-EntraSignedInUserAllRefreshToken -WarningVariable warned 3> $null | Should -Not -BeNullOrEmpty
        "$warned" | Should -BeLike '*is a guest*'
    }
}

Describe 'A sign-in says' -Tag Streams {
    BeforeEach { Reset-EntraTest }

    It 'who is signed in, and outputs nothing' {
        $said = Get-Said { Connect-Entra }
        $said.Output | Should -BeNullOrEmpty
        $welcome = @($said.Information -like 'Signed in as*')
        $welcome | Should -HaveCount 1
        $welcome | Should -BeLike "*$($Users.Adele)*"
        "$($said.Information)" | Should -Not -Match 'MgGraph'
    }

    It 'nothing of that with -NoWelcome' {
        $said = Get-Said { Connect-Entra -NoWelcome }
        Assert-Silent $said Output, Warnings, Verbose, Debug
        "$($said.Information)" | Should -Not -Match 'Signed in as|Permissions'
        $token = (New-Token).AccessToken
        Connect-Entra -AccessToken $token -NoWelcome *>&1 | Should -BeNullOrEmpty
        "$(Connect-Entra -AccessToken $token *>&1)" | Should -BeLike '*Signed in as*'
    }
}
