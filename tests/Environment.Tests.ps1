BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $one = @{ AzureADEndpoint = 'https://a.example'; GraphEndpoint = 'https://g.example' }
    # An environment in a line.
    function Format-Environment ([Parameter(ValueFromPipeline)] $Environment) {
        process { "$Environment $($Environment.AzureADEndpoint) $($Environment.GraphEndpoint) $($Environment.Type)" }
    }
}
AfterAll { Stop-EntraTest }

Describe 'The environments' -Tag Environment {
    AfterEach { Get-EntraEnvironment | Where-Object { $_.Type -eq 'User-defined' -and $_.Name -ne 'Emulator' } | Remove-EntraEnvironment }

    It 'has seven that are built in' {
        Get-EntraEnvironment | Where-Object Type -EQ 'Built-in' | Format-Environment | Should -BeExactly @(
            'Global https://login.microsoftonline.com https://graph.microsoft.com Built-in'
            'USGov https://login.microsoftonline.us https://graph.microsoft.us Built-in'
            'USGovDoD https://login.microsoftonline.us https://dod-graph.microsoft.us Built-in'
            'China https://login.chinacloudapi.cn https://microsoftgraph.chinacloudapi.cn Built-in'
            'BleuCloud https://login.sovcloud-identity.fr https://graph.svc.sovcloud.fr Built-in'
            'DelosCloud https://login.sovcloud-identity.de https://graph.svc.sovcloud.de Built-in'
            'GovSGCloud https://login.sovcloud-identity.sg https://graph.svc.sovcloud.sg Built-in'
        )
    }

    It 'has the same built-in addresses in the native library' {
        foreach ($environment in Get-EntraEnvironment | Where-Object Type -EQ 'Built-in') {
            $known = [EntraRevoke.Native.NativeEnvironment]::Known($environment.Name)
            $known.Item1, $known.Item2 | Should -BeExactly $environment.AzureADEndpoint, $environment.GraphEndpoint
        }
    }

    It 'finds by <Command>: <Names>' -ForEach @(
        @{ Command = { Get-EntraEnvironment usgov }; Names = 'USGov' }
        @{ Command = { Get-EntraEnvironment usgov* }; Names = 'USGov', 'USGovDoD' }
        @{ Command = { Get-EntraEnvironment -Name China, '[bd]*Cloud' }; Names = 'China', 'BleuCloud', 'DelosCloud' }
        @{ Command = { 'global', 'CHINA' | Get-EntraEnvironment }; Names = 'Global', 'China' }
        @{ Command = { Get-EntraEnvironment Global | Get-EntraEnvironment }; Names = 'Global' }
        @{ Command = { 'USGov', 'nope', 'China' | Get-EntraEnvironment }; Names = 'USGov', 'China' }
        @{ Command = { Get-EntraEnvironment nope, n*pe }; Names = @() }
    ) {
        $output, $errors = Get-Written $Command
        $output | ForEach-Object Name | Should -BeExactly $Names
        $errors | Should -BeNullOrEmpty
    }

    It 'finds a name that looks like a pattern by itself' {
        $null = Add-EntraEnvironment '[Mine]' @one
        (Get-EntraEnvironment '[Mine]').Name | Should -BeExactly '[Mine]'
        (Get-EntraEnvironment '[Mine]' | Remove-EntraEnvironment).Name | Should -BeExactly '[Mine]'
    }

    It 'adds, changes and removes one, in any case, without the ends of addresses' {
        Add-EntraEnvironment -Name Mine -AzureADEndpoint https://login.example.com/ -GraphEndpoint https://graph.example.com/v1.0/ |
            Format-Environment | Should -BeExactly 'Mine https://login.example.com https://graph.example.com User-defined'
        $changed = 'Mine https://login.example.com https://other.example.com User-defined'
        Set-EntraEnvironment -Name MINE -GraphEndpoint https://other.example.com | Format-Environment | Should -BeExactly $changed
        Get-EntraEnvironment Mine | Remove-EntraEnvironment | Format-Environment | Should -BeExactly $changed
        Get-EntraEnvironment Mine | Should -BeNullOrEmpty
    }

    It 'adds one again in its place' {
        'Mine 1', 'Mine 2' | ForEach-Object { $null = Add-EntraEnvironment $_ @one }
        Add-EntraEnvironment 'mine 1' https://b.example https://h.example | Format-Environment |
            Should -BeExactly 'mine 1 https://b.example https://h.example User-defined'
        (Get-EntraEnvironment 'Mine*').Name | Should -BeExactly 'mine 1', 'Mine 2'
    }

    It 'adds one from an object with its properties' {
        [pscustomobject] ($one + @{ Name = 'Mine' }) | Add-EntraEnvironment | Format-Environment |
            Should -BeExactly 'Mine https://a.example https://g.example User-defined'
    }

    It 'changes nothing with -WhatIf' {
        Add-EntraEnvironment Mine @one -WhatIf
        Get-EntraEnvironment Mine | Should -BeNullOrEmpty
        $null = Add-EntraEnvironment Mine @one
        Set-EntraEnvironment Mine https://other.example -WhatIf
        Remove-EntraEnvironment Mine -WhatIf
        Get-EntraEnvironment Mine | Format-Environment | Should -BeExactly 'Mine https://a.example https://g.example User-defined'
    }

    It 'tells what is wrong with <Command>, and goes on' -ForEach @(
        @{ Command = { Get-EntraEnvironment '[u' }; Id = 'InvalidPattern'; Says = "'[u'", 'not valid' }
        @{
            Command = { Add-EntraEnvironment global https://a.example https://g.example }; Id = 'BuiltInEnvironment'
            Says = "'Global' is built in", 'Give yours another name'
        }
        @{ Command = { Set-EntraEnvironment China https://a.example }; Id = 'BuiltInEnvironment'; Says = 'cannot be changed', 'Add-EntraEnvironment' }
        @{ Command = { Remove-EntraEnvironment USGov }; Id = 'BuiltInEnvironment'; Says = 'built in', 'cannot be removed' }
        @{ Command = { Set-EntraEnvironment Nowhere https://a.example }; Id = 'EnvironmentNotFound'; Says = "'Nowhere'", 'Add-EntraEnvironment' }
        @{ Command = { Remove-EntraEnvironment Nowhere }; Id = 'EnvironmentNotFound'; Says = "'Nowhere'", 'Get-EntraEnvironment' }
        @{ Command = { Add-EntraEnvironment X http://login.example.com https://g.example }; Id = 'InvalidEndpoint'; Says = 'AzureADEndpoint', 'https' }
        @{ Command = { Add-EntraEnvironment X https://a.example http://10.0.0.1 }; Id = 'InvalidEndpoint'; Says = 'GraphEndpoint', 'this machine' }
        @{ Command = { Add-EntraEnvironment X http://localhost.example.com https://g.example }; Id = 'InvalidEndpoint'; Says = 'AzureADEndpoint', 'https' }
        @{ Command = { Add-EntraEnvironment X login.example.com https://g.example }; Id = 'InvalidEndpoint'; Says = 'AzureADEndpoint', 'protocol' }
    ) {
        $output, $errors = Get-Written { & $Command; 'went on' }
        $output | Should -BeExactly 'went on'
        $errors | Should -HaveCount 1
        $cmdlet, $name, $null = -split "$Command"
        $category = if ($Id -eq 'EnvironmentNotFound') { 'ObjectNotFound' } else { 'InvalidArgument' }
        Assert-Failure $errors[0] "$Id,EntraRevoke.Cmdlets.$($cmdlet -replace '-')" $category $Says
        $errors[0].TargetObject | Should -BeExactly $name.Trim("'")
        # Who removes an environment is not told to add one.
        if ($cmdlet -like 'Remove-*') { "$($errors[0])" | Should -Not -Match 'Add-' }
    }

    It 'gives the other inputs of <Command> their turn after a failure' -ForEach @(
        @{ Command = { $input | Remove-EntraEnvironment } }
        @{ Command = { $input | Set-EntraEnvironment -GraphEndpoint https://h.example } }
    ) {
        'Mine 1', 'Mine 2' | ForEach-Object { $null = Add-EntraEnvironment $_ @one }
        $output, $errors = Get-Written { 'Mine 1', 'Nowhere', 'Global', 'Mine 2' | & $Command }
        $output.Name | Should -BeExactly 'Mine 1', 'Mine 2'
        $errors.TargetObject | Should -BeExactly 'Nowhere', 'Global'
    }

    It 'gives the other objects their turn after one that cannot be added' {
        $output, $errors = Get-Written {
            'ftp://a.example', 'https://a.example' |
                ForEach-Object { [pscustomobject]@{ Name = 'Mine'; AzureADUrl = $_; GraphUrl = 'https://g.example' } } | Add-EntraEnvironment
        }
        $output | Format-Environment | Should -BeExactly 'Mine https://a.example https://g.example User-defined'
        $errors | Should -HaveCount 1
        $errors.TargetObject | Should -BeExactly 'Mine'
    }

    It 'refuses a password in an address and never repeats it: <Script>' -ForEach @(
        @{ Script = { Add-EntraEnvironment X $args[0] https://g.example } }
        @{ Script = { Add-EntraEnvironment X https://a.example $args[0] -Verbose -Debug } }
        @{ Script = { Set-EntraEnvironment Emulator -GraphEndpoint $args[0] -Verbose } }
    ) {
        $outcome = Invoke-Pipeline $Script 'https://somebody:hunter2@a.example'
        $outcome.Errors | Should -HaveCount 1
        "$($outcome.Errors)" | Should -BeLike '*user name*'
        $everything = $outcome | Format-List * -Force | Out-String -Width 9999
        $everything += $outcome.Errors | Format-List * -Force | Out-String -Width 9999
        $everything | Should -Not -Match 'hunter2|somebody'
        Get-EntraEnvironment X | Should -BeNullOrEmpty
        (Get-EntraEnvironment Emulator).GraphEndpoint | Should -Be $Emulator.graph
    }

    It 'lists and completes without loading what a sign-in needs, and -WhatIf repeats no address' {
        $shell = Invoke-Shell @'
Import-Module $env:ENTRAREVOKE_MODULE
$null = Get-EntraEnvironment; $null = Get-EntraEnvironment US*, Nowhere; $null = Get-EntraContext
foreach ($text in 'Connect-Entra -Environment U', 'Connect-Entra -Scopes ', 'Set-EntraEnvironment ') {
    $null = TabExpansion2 $text $text.Length
}
function Get-Loaded { [AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetName().Name }) -like 'EntraRevoke*' }
Get-Loaded
$null = Add-EntraEnvironment X https://a.example https://g.example
"then $(Get-Loaded)"
Add-EntraEnvironment Y https://somebody:hunter2@a.example https://g.example -WhatIf
'@
        $shell.Lines | Should -BeExactly @(
            'EntraRevoke', 'then EntraRevoke EntraRevoke.Native', 'What if: Performing the operation "Add environment" on target "Y".'
        )
        $shell.Errors | Should -BeNullOrEmpty
    }
}
