BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # All that a script says on any stream, as one text.
    function Get-SaidText ($Outcome) {
        $shown = $Outcome.PSObject.Properties.Value | Out-String -Width 9999
        $shown + ($Outcome.Errors | Format-List * -Force | Out-String -Width 9999)
    }
}
AfterAll { Stop-EntraTest }

Describe 'No secret is said' -Tag Secrets {
    BeforeEach {
        Reset-EntraTest
        Set-Emulator @{ accessTokenLifetimeS = 60; deviceCodeIntervalS = 1 }
    }

    It 'on any stream by <_>, a renewal, a revocation and its refusal, and signing out' -ForEach @(
        'Connect-Entra', 'Connect-Entra -UseDeviceCode'
    ) {
        $script = [scriptblock]::Create(@"
            `$VerbosePreference = `$DebugPreference = 'Continue'
            $_; Get-EntraContext | Format-List * -Force; Revoke-EntraSignedInUserAllRefreshToken
            Revoke-EntraSignedInUserAllRefreshToken; Disconnect-Entra | ConvertTo-Json -Depth 5; `$Error
"@)
        $outcome = Invoke-Pipeline $script
        $outcome.Errors | Should -HaveCount 1
        $text = Get-SaidText $outcome
        $text | Should -Match 'grant_type=refresh_token'
        $text.Contains('"access_token": "[redacted]"') | Should -BeTrue
        Assert-NoSecret $text
    }

    It 'on any stream when something fails' {
        Add-Fault @{ target = 'graph'; status = 500 }
        Add-Fault @{ target = 'graph'; kind = 'html' }
        Add-Fault @{ target = 'graph'; kind = 'close'; count = 2 }
        Add-Fault @{ target = 'graph'; kind = 'cae'; count = 2 }
        $outcome = Invoke-Pipeline {
            $VerbosePreference = $DebugPreference = 'Continue'
            Connect-Entra
            1..4 | ForEach-Object { try { Revoke-EntraSignedInUserAllRefreshToken } catch { Write-Error $_ } }
            $Error; $Error.Exception; $StackTrace
        }
        $outcome.Errors | Should -HaveCount 4
        Assert-NoSecret (Get-SaidText $outcome)
    }
}

Describe 'A transcript' -Tag Secrets {
    BeforeAll {
        Reset-EntraTest
        Set-Emulator @{ accessTokenLifetimeS = 60; deviceCodeIntervalS = 1 }
        $given = New-Token @{ user = $Users.Megan }
        $path = Join-Path (New-Folder) transcript.txt
        $script = (Get-ShellPrologue) + @"
            `$token = ConvertTo-SecureString `$env:ENTRAREVOKE_TEST_TOKEN -AsPlainText -Force
            `$null = Start-Transcript '$path'
            Connect-Entra -Verbose -Debug
            Revoke-EntraSignedInUserAllRefreshToken -Verbose -Debug
            Connect-Entra -UseDeviceCode -Verbose -Debug
            Get-EntraContext
            Connect-Entra -AccessToken `$token -Verbose -Debug
            Revoke-EntraSignedInUserAllRefreshToken -Verbose -Debug
            Revoke-EntraSignedInUserAllRefreshToken -Verbose -Debug
            `$Error | Format-List * -Force
            `$null = Stop-Transcript
"@
        $run = Invoke-Shell $script @{ ENTRAREVOKE_TEST_TOKEN = $given.Text }
        $transcript = Get-Content $path -Raw
    }

    It 'has what was shown: <_>' -ForEach @(
        'Signed in as AdeleV@contoso.example', 'Signed in as MeganB@contoso.example', 'enter this code there', 'HTTP REQUEST',
        'VERBOSE: POST http', 'DEBUG: ', 'grant_type=authorization_code', 'grant_type=refresh_token',
        'urn:ietf:params:oauth:grant-type:device_code',
        '"access_token": "[redacted]"', 'authorization                 : [redacted]', 'SessionRevoked'
    ) {
        $decoded = [uri]::UnescapeDataString($transcript)
        $decoded.Contains($_) | Should -BeTrue
    }

    It 'has no secret, and neither has the screen' {
        Assert-NoSecret $transcript $given.Text
        Assert-NoSecret ($run.Text + $run.Errors) $given.Text
    }
}
