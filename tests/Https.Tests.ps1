BeforeDiscovery {
    # Where the authorities of the system are those of a file that a variable names.
    $skip = -not $IsLinux
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    # The journal is asked in plain http.
    $authority = Join-Path (New-Folder) authority.pem
    Start-EntraTest '--tls', '--ca-file', $authority
    $connect = (Get-ShellPrologue) + 'Connect-Entra -UseDeviceCode -NoWelcome 6>$null'
    Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = 0 }
}
AfterAll { Stop-EntraTest }

Describe 'HTTPS' -Tag Https -Skip:$skip {
    BeforeEach { Clear-Request }

    It 'carries a sign-in and its revocations over one connection of HTTP/2' {
        $shell = Invoke-Shell "$connect
            (Get-EntraEnvironment Emulator).AzureADEndpoint
            1..2 | ForEach-Object {
                (Revoke-EntraSignedInUserAllRefreshToken).Value
                Connect-Entra -UseDeviceCode -NoWelcome 6>`$null
            }" @{ SSL_CERT_FILE = $authority; SSL_CERT_DIR = $null }
        $shell.Errors | Should -BeNullOrEmpty
        $shell.Lines[0] | Should -BeLike 'https://*'
        $shell.Lines[1..9] | Should -BeExactly 'True', 'True'
        foreach ($target in @{ devicecode = 3; token = 3; graph = 2 }.GetEnumerator()) {
            $requests = @(Get-Request $target.Key)
            $requests | Should -HaveCount $target.Value
            $requests.version | Select-Object -Unique | Should -BeExactly 'HTTP/2.0'
        }
        Invoke-Emulator Get requests | ForEach-Object connection | Select-Object -Unique | Should -HaveCount 1
    }

    It 'is refused where nobody trusts the authority, and no switch turns that off' {
        $other = Join-Path (New-Folder) other.pem
        $key = [Security.Cryptography.RSA]::Create(2048)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=Other', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $certificate = $request.CreateSelfSigned([datetimeoffset]::Now.AddDays(-1), [datetimeoffset]::Now.AddDays(1))
        Set-Content $other $certificate.ExportCertificatePem()
        $shell = Invoke-Shell "try { $connect } catch { `$_.FullyQualifiedErrorId; `"`$_`" }" @{ SSL_CERT_FILE = $other; SSL_CERT_DIR = $null }
        $shell.Lines[0] | Should -BeExactly 'CertificateRejected,EntraRevoke.Cmdlets.ConnectEntra'
        $shell.Text | Should -BeLike '*it was not issued by a trusted authority. Check the clock, and that the certificate authority*'
        Invoke-Emulator Get requests | Should -BeNullOrEmpty
        (Get-Command Connect-Entra).Parameters.Keys | Should -Not -Match 'Skip|Insecure'
    }

    It 'is not possible where the system has no authorities, which is told' {
        $empty = New-Folder
        $null = New-Item "$empty/none.pem"
        $shell = Invoke-Shell "try { $connect } catch { `$_.FullyQualifiedErrorId; `"`$_`" }" @{ SSL_CERT_FILE = "$empty/none.pem"; SSL_CERT_DIR = $null }
        $shell.Lines[0] | Should -BeExactly 'CertificatesUnavailable,EntraRevoke.Cmdlets.ConnectEntra'
        $shell.Text | Should -BeLike '*Install the package ca-certificates*SSL_CERT_FILE*'
    }
}
