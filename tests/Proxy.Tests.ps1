BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $null = Add-EntraEnvironment Far https://login.invalid https://graph.invalid
    # Waits for a request to the proxy and answers it; PowerShell's own telemetry goes there as well.
    function Receive-ProxyRequest ([string] $Answer = '502 Bad Gateway') {
        $accept = $proxy.AcceptTcpClientAsync()
        if (-not $accept.Wait(30000)) { throw 'The proxy was not asked.' }
        $stream = $accept.Result.GetStream()
        $reader = [IO.StreamReader]::new($stream)
        while ($line = $reader.ReadLine()) { $line }
        $stream.Write([Text.Encoding]::ASCII.GetBytes("HTTP/1.1 $Answer`r`nContent-Length: 0`r`n`r`n"))
        $accept.Result.Dispose()
    }
    # Signs in to a place that only a proxy can reach, and returns what the proxy was asked and the failure.
    function Connect-ThroughProxy ([string] $Answer) {
        $pipeline = Start-Pipeline { Connect-Entra -Environment Far -UseDeviceCode }
        do { $request = @(Receive-ProxyRequest $Answer) } until ($request[0] -match 'login\.invalid')
        # Nobody is there for a second attempt.
        $proxy.Stop()
        [pscustomobject]@{ Request = $request; Failure = (Wait-Pipeline $pipeline).Errors[0] }
    }
    # Fails if one of the requests that came to the proxy is ours.
    function Assert-ProxyUnasked {
        while ($proxy.Pending()) { @(Receive-ProxyRequest)[0] | Should -Match '^CONNECT \S+\.microsoft\.com:|^CONNECT \S+\.visualstudio\.com:' }
    }
}
AfterAll { Stop-EntraTest }

Describe 'A proxy that is named in PowerShell' -Tag Proxy {
    BeforeEach {
        Reset-EntraTest
        $proxy = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $proxy.Start()
        $address = "$($proxy.LocalEndpoint)"
    }
    AfterEach {
        $proxy.Stop()
        'HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY' | ForEach-Object { Remove-Item "Env:$_" -ErrorAction Ignore }
    }

    It 'is asked for a tunnel: $env:<_>' -ForEach 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY' {
        Set-Item "Env:$_" "http://$address"
        $seen = Connect-ThroughProxy '502 Bad Gateway'
        $seen.Request[0] | Should -BeExactly 'CONNECT login.invalid:443 HTTP/1.1'
        $seen.Request | Should -Not -Match '^authorization:'
        Assert-Failure $seen.Failure $seen.Failure.FullyQualifiedErrorId ConnectionError 'proxy', 'HTTPS_PROXY'
    }

    It 'gets its password, which no error repeats, and without one it is told how to give it' {
        $env:HTTPS_PROXY = "http://somebody:hunter2@$address"
        $seen = Connect-ThroughProxy '407 Proxy Authentication Required'
        $expected = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('somebody:hunter2'))
        $seen.Request | Should -Contain "Proxy-Authorization: Basic $expected"
        "$($seen.Failure)" | Should -BeLike '*give them in HTTPS_PROXY, such as http://user:password@proxy.example.com:8080.*'
        $seen.Failure | Format-List * -Force | Out-String -Width 9999 | Should -Not -Match "hunter2|$expected"
    }

    It 'is not asked for what $env:NO_PROXY names' {
        $env:HTTPS_PROXY = "http://$address"
        $env:NO_PROXY = '.invalid'
        "$(Get-Failure { Connect-Entra -Environment Far -UseDeviceCode })" | Should -BeLike '*could not be reached*'
        Assert-ProxyUnasked
    }

    It 'is not asked for plain http, which is for this machine only' {
        $env:HTTPS_PROXY = $env:HTTP_PROXY = $env:ALL_PROXY = "http://$address"
        Connect-Entra -NoWelcome
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        Assert-ProxyUnasked
    }

    It 'is told to be wrong before anything is asked: <_>' -ForEach 'socks5://127.0.0.1:1', 'ftp://127.0.0.1:1' {
        $env:HTTPS_PROXY = $_
        $failure = Get-Failure { Connect-Entra -Environment Far -UseDeviceCode }
        Assert-Failure $failure 'InvalidProxy,EntraRevoke.Cmdlets.ConnectEntra' InvalidArgument @(
            'HTTPS_PROXY', 'Correct the environment variable, or remove it.'
        )
    }
}
