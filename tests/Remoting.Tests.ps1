# PowerShell remoting over SSH: once through an `ssh` command of the test's own, which is a shell's two ends without a
# network, and once through a real OpenSSH server.
BeforeDiscovery {
    $transports = @(
        if (-not $IsWindows) { @{ Name = 'an ssh command that starts pwsh'; Real = $false } }
        if (Test-Path /usr/sbin/sshd) { @{ Name = 'an OpenSSH server'; Real = $true } }
    )
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $folder = New-Folder
    $program = (New-ShellStart '-NoLogo').FileName
    $tool = if ((Get-Item $program -ErrorAction Ignore)) { '' } else { " '$PSHOME/pwsh.dll'" }
    $subsystem = New-Item "$folder/subsystem" -Value "#!/bin/sh`nexec '$((Get-Command $program).Source)'$tool -sshs -NoLogo -NoProfile`n"
    chmod +x $subsystem

    # Starts an OpenSSH server of this user's own, and returns what New-PSSession needs to reach it.
    function Start-SshServer {
        foreach ($key in 'host', 'user') { ssh-keygen -q -t ed25519 -N '' -f "$folder/$key" }
        $probe = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $probe.Start()
        $port = $probe.LocalEndpoint.Port
        $probe.Stop()
        Set-Content "$folder/sshd_config" @"
ListenAddress 127.0.0.1:$port
HostKey $folder/host
AuthorizedKeysFile $folder/user.pub
PidFile none
StrictModes no
UsePAM no
Subsystem powershell $subsystem
"@
        if ((id -u) -eq '0') { $null = New-Item -ItemType Directory /run/sshd -Force }
        $start = [Diagnostics.ProcessStartInfo]::new('/usr/sbin/sshd', "-D -e -f `"$folder/sshd_config`"")
        $start.RedirectStandardError = $true
        $script:server = [Diagnostics.Process]::Start($start)
        do { $line = $server.StandardError.ReadLine() } until ($line -like '*listening*' -or $null -eq $line)
        if ($null -eq $line) { throw 'sshd did not start.' }
        $known = "127.0.0.1 $(Get-Content "$folder/host.pub")" -replace '^127\.0\.0\.1', "[127.0.0.1]:$port"
        Set-Content "$folder/known_hosts" $known
        @{
            HostName = '127.0.0.1'; Port = $port; UserName = (id -un); KeyFilePath = "$folder/user"
            Options  = @{ UserKnownHostsFile = "$folder/known_hosts" }
        }
    }
}
AfterAll { Stop-EntraTest }

Describe 'Over <Name>' -Tag Remoting -ForEach $transports {
    BeforeAll {
        $path = $env:PATH
        if ($Real) {
            $target = Start-SshServer
        } else {
            Copy-Item $subsystem "$folder/ssh"
            $env:PATH = "${folder}:$path"
            $target = @{ HostName = 'nowhere' }
        }
        $session = New-PSSession @target
        Invoke-Command $session {
            Import-Module $using:ModuleManifest
            $null = Add-EntraEnvironment Emulator $using:Emulator.authority $using:Emulator.graph
            $PSDefaultParameterValues['Connect-Entra:Environment'] = 'Emulator'
            $env:BROWSER = $using:env:BROWSER
        }
    }
    AfterAll {
        Remove-PSSession $session
        $env:PATH = $path
        if ($Real) { $server.Kill($true) }
    }
    BeforeEach { Reset-EntraTest }

    It 'a device code reaches the person at the other end, who signs in and revokes' {
        Set-Emulator @{ deviceCodeIntervalS = 1 }
        Invoke-Command $session { Connect-Entra -UseDeviceCode } -InformationVariable said -InformationAction SilentlyContinue
        "$said" | Should -Match 'enter this code there'
        "$said" | Should -Match 'Signed in as AdeleV@contoso\.example'
        $result = Invoke-Command $session { Revoke-EntraSignedInUserAllRefreshToken }
        $result.Value | Should -BeTrue
        $result.PSObject.TypeNames | Should -Contain 'Deserialized.EntraRevoke.RevocationResult'
    }

    It 'an error comes back whole, with its id and without a secret' {
        $token = (New-Token).AccessToken
        Invoke-Command $session { Connect-Entra -AccessToken $using:token -NoWelcome }
        Add-Fault @{ target = 'graph'; status = 403 }
        Invoke-Command $session { Revoke-EntraSignedInUserAllRefreshToken } -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike '*,EntraRevoke.Cmdlets.RevokeEntraSignedInUserAllRefreshToken'
        $failures[0].CategoryInfo.Category | Should -Be PermissionDenied
        Assert-NoSecret ($failures[0] | Format-List * -Force | Out-String)
    }

    It 'stopping at this end closes the connection of the call at the other' {
        $token = (New-Token).AccessToken
        Invoke-Command $session { Connect-Entra -AccessToken $using:token -NoWelcome }
        Add-Fault @{ target = 'graph'; kind = 'hang' }
        $job = Invoke-Command $session { Revoke-EntraSignedInUserAllRefreshToken } -AsJob
        Wait-Request graph
        Stop-Job $job
        Wait-Request graph dropped
        Remove-Job $job
    }

    It 'the sign-in belongs to the process at the other end' {
        Invoke-Command $session { Connect-Entra -NoWelcome }
        Invoke-Command $session { (Get-EntraContext).Account } | Should -Be $Users.Adele
        Get-EntraContext | Should -BeNullOrEmpty
    }
}
