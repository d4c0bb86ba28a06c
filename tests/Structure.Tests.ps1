BeforeDiscovery {
    Import-Module $PSScriptRoot/Support
    $cmdlets = (Import-PowerShellDataFile $ModuleManifest).CmdletsToExport
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Import-Module $ModuleManifest -Global
    $manifest = Import-PowerShellDataFile $ModuleManifest
    $types = (Get-Command Get-EntraContext).ImplementingType.Assembly.GetTypes()
    $classes = $types | Where-Object { $_.IsDefined([Management.Automation.CmdletAttribute], $false) }
    # The parameters that the test files give to each cmdlet, by name or by position; Syntax has those that are refused.
    $given = @{}
    foreach ($file in Get-ChildItem $PSScriptRoot/*.Tests.ps1 -Exclude Syntax.Tests.ps1) {
        $tree = [Management.Automation.Language.Parser]::ParseFile($file, [ref] $null, [ref] $null)
        foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            $name = "$($call.GetCommandName())" -replace '^EntraRevoke\\'
            if ($name -in $manifest.CmdletsToExport) {
                $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($call)
                $given[$name] = @($given[$name]) + @($bound.BoundParameters.Keys)
            }
        }
    }
    # The parameters of a cmdlet that are its own.
    function Get-OwnParameter ([string] $Cmdlet) {
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
        (Get-Command $Cmdlet).ParameterSets.Parameters | Where-Object Name -NotIn $common
    }
}

Describe 'The manifest' -Tag Structure {
    It 'exports the classes that are cmdlets, and nothing else' {
        $names = $classes | ForEach-Object {
            $cmdlet = $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)[0]
            "$($cmdlet.VerbName)-$($cmdlet.NounName)"
        }
        $manifest.CmdletsToExport | Sort-Object | Should -Be ($names | Sort-Object)
        'FunctionsToExport', 'AliasesToExport', 'VariablesToExport' | ForEach-Object { $manifest.$_ | Should -BeNullOrEmpty }
        $exported = Get-Command -Module EntraRevoke
        $exported.Name | Should -Be ($names | Sort-Object)
        $exported.CommandType | Should -BeExactly (@('Cmdlet') * $names.Count)
    }

    It 'exports the cmdlets that scripts know' {
        foreach ($name in @(
                'Add-EntraEnvironment', 'Connect-Entra', 'Disconnect-Entra', 'Get-EntraContext', 'Get-EntraEnvironment'
                'Remove-EntraEnvironment', 'Revoke-EntraSignedInUserAllRefreshToken', 'Set-EntraEnvironment'
            )) {
            $manifest.CmdletsToExport | Should -Contain $name
        }
    }

    It 'has a help page for each of its cmdlets, and for nothing else' {
        $pages = Get-ChildItem $Root/module/docs/en-US/*.md | Where-Object BaseName -Match '-' | ForEach-Object BaseName
        $pages | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'has a file of its own for each cmdlet' {
        $files = Get-ChildItem $Root/module/Cmdlets/*.cs | ForEach-Object BaseName
        $files | Sort-Object | Should -Be ($classes.Name | Sort-Object)
    }
}

Describe '<_>' -Tag Structure -ForEach $cmdlets {
    It 'has the class, and the verb of the list of PowerShell' {
        (Get-Command $_).ImplementingType.Name | Should -Be ($_ -replace '-')
        Get-Verb ($_ -split '-')[0] | Should -Not -BeNullOrEmpty
    }

    # PowerShell 7.6 shows it beside the parameter's name at Tab, and at a prompt for one that is missing.
    It 'says of each parameter in a few words what it is' {
        foreach ($parameter in Get-OwnParameter $_) { $parameter.HelpMessage | Should -Match '^\S.{5,}[^.]$' -Because $parameter.Name }
    }

    It 'is run by a test, and so is each of its parameters' {
        $given.Keys | Should -Contain $_
        foreach ($parameter in Get-OwnParameter $_) { $given[$_] | Should -Contain $parameter.Name }
    }
}
