BeforeDiscovery {
    # A PowerShell that came as a .NET tool has no program that Start-Job could run.
    $noProgram = -not (Get-Item "$PSHOME/pwsh", "$PSHOME/pwsh.exe" -ErrorAction Ignore)
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
}
AfterAll { Stop-EntraTest }

Describe 'Start-ThreadJob' -Tag Jobs {
    BeforeEach { Reset-EntraTest }

    It 'goes on with the sign-in of the process' {
        Connect-Entra -NoWelcome
        $result = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            Revoke-EntraSignedInUserAllRefreshToken
        } | Receive-Job -Wait -AutoRemoveJob
        $result.Value | Should -BeTrue
        Get-EntraContext | Should -BeNullOrEmpty
    }

    It 'signs in for the process' {
        Start-ThreadJob {
            Import-Module $using:ModuleManifest
            Connect-Entra -Environment Emulator -NoWelcome
        } | Receive-Job -Wait -AutoRemoveJob 6> $null
        (Get-EntraContext).Account | Should -Be $Users.Adele
    }

    It 'keeps a sign-in of its runspace to itself' {
        $job = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            Connect-Entra -Environment Emulator -ContextScope Runspace -NoWelcome
            Get-EntraContext
        }
        (Receive-Job $job -Wait 6> $null).ContextScope | Should -Be Runspace
        Get-EntraContext | Should -BeNullOrEmpty
        Remove-Job $job
    }

    It 'gives its error and its streams to the job' {
        $job = Start-ThreadJob { Import-Module $using:ModuleManifest; Revoke-EntraSignedInUserAllRefreshToken -Verbose }
        $null = Wait-Job $job
        $job.Error.FullyQualifiedErrorId | Should -BeLike 'NotSignedIn,*'
        Connect-Entra -NoWelcome
        $said = Start-ThreadJob { Import-Module $using:ModuleManifest; Revoke-EntraSignedInUserAllRefreshToken -Verbose }
        $null = Wait-Job $said
        $said.Verbose | Should -BeLike '*/me/revokeSignInSessions answered 200*'
        $job, $said | Remove-Job
    }

    It 'is ended by Stop-Job, which closes the connection' {
        Connect-Entra -NoWelcome
        Add-Fault @{ target = 'graph'; kind = 'hang' }
        $job = Start-ThreadJob { Import-Module $using:ModuleManifest; Revoke-EntraSignedInUserAllRefreshToken }
        Wait-Request graph
        Stop-Job $job
        Wait-Request graph dropped
        $job.State | Should -Be Stopped
        $job.Error | Should -BeNullOrEmpty
        Remove-Job $job
    }
}

Describe 'ForEach-Object -Parallel' -Tag Jobs {
    BeforeEach { Reset-EntraTest }

    It 'goes on with the sign-in of the process' {
        Connect-Entra -NoWelcome
        $accounts = 1..2 | ForEach-Object -Parallel { Import-Module $using:ModuleManifest; (Get-EntraContext).Account }
        $accounts | Should -Be $Users.Adele, $Users.Adele
    }

    It 'does not see the sign-in of the runspace that calls it' {
        $outcome = Invoke-Pipeline {
            param ($Manifest)
            Connect-Entra -NoWelcome
            1..2 | ForEach-Object -Parallel { Import-Module $using:Manifest; "sees '$((Get-EntraContext).Account)'" }
            (Get-EntraContext).Account
        } $ModuleManifest
        $outcome.Output | Should -Be "sees ''", "sees ''", $Users.Adele
    }

    It 'never goes on with the sign-in of another item, though one runspace serves all' {
        Set-Emulator @{ revokeValue = $false }
        $accounts = 'organizations', 'no tenant', 'organizations' | ForEach-Object -ThrottleLimit 1 -Parallel {
            Import-Module $using:ModuleManifest
            Connect-Entra -ContextScope Runspace -NoWelcome -TenantId $_ -Environment Emulator -ErrorAction SilentlyContinue
            "$((Get-EntraContext).Account)"
        } 6> $null
        $accounts | Should -Be $Users.Adele, '', $Users.Adele
    }

    It 'revokes for each user with a sign-in of its own, side by side' {
        $tokens = $Users.Adele, $Users.Megan | ForEach-Object { New-Token @{ user = $_ } }
        $revoked = $tokens | ForEach-Object -Parallel {
            Import-Module $using:ModuleManifest
            Connect-Entra -AccessToken $_.AccessToken -ContextScope Runspace -Environment Emulator -NoWelcome
            Revoke-EntraSignedInUserAllRefreshToken
        }
        $revoked.Value | Should -Be $true, $true
        $tokens | ForEach-Object { (Use-RefreshToken $_.RefreshToken).error } | Should -Be invalid_grant, invalid_grant
        Get-EntraContext | Should -BeNullOrEmpty
    }

    It 'is ended by Stop-Job with -AsJob, which closes each connection' {
        Connect-Entra -NoWelcome
        Add-Fault @{ target = 'graph'; kind = 'hang'; count = 2 }
        $job = 1..2 | ForEach-Object -AsJob -Parallel {
            Import-Module $using:ModuleManifest
            Revoke-EntraSignedInUserAllRefreshToken
        }
        Wait-Request graph -Count 2
        Stop-Job $job
        Wait-Request graph dropped 2
        $job.State | Should -Be Stopped
        Remove-Job $job
    }
}

Describe 'Start-Job' -Tag Jobs {
    BeforeEach { Reset-EntraTest }

    It 'is another process: it needs a sign-in of its own, and gives its result back' -Skip:$noProgram {
        Connect-Entra -NoWelcome
        $job = Start-Job {
            Import-Module $using:ModuleManifest
            "sees '$((Get-EntraContext).Account)'"
            $null = Add-EntraEnvironment -Name Emulator ($using:Emulator).authority ($using:Emulator).graph
            Connect-Entra -Environment Emulator -NoWelcome
            Revoke-EntraSignedInUserAllRefreshToken
        }
        $output = Receive-Job $job -Wait -AutoRemoveJob 6> $null
        $output[0] | Should -Be "sees ''"
        $output[1].Value | Should -BeTrue
        $output[1].PSObject.TypeNames | Should -Contain 'Deserialized.EntraRevoke.RevocationResult'
    }
}
