BeforeDiscovery {
    Import-Module $PSScriptRoot/Support
    $pages = Get-HelpPage | ForEach-Object { @{ Name = $_.Name; Page = $_ } }
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Import-Module $ModuleManifest
    $common = [Management.Automation.PSCmdlet]::CommonParameters + 'ProgressAction'

    function Get-Prose ($Paragraphs) { (@($Paragraphs).Text | ForEach-Object Trim | Where-Object { $_ }) -join "`n" }
    # The YAML of a parameter as a table.
    function Get-Binding ([string] $Body) {
        $fields = @{ 'Accepted values' = '' }
        foreach ($line in (Get-Fence $Body) -split '\n' | Where-Object { $_ }) {
            $name, $value = $line.Split(':', 2)
            $fields[$name] = $value.Trim()
        }
        $fields
    }
    function Get-DocumentedParameter ($Page) {
        Split-Heading $Page.Sections.PARAMETERS '### -' | ForEach-Object {
            $body = ($_.Body -split '\n### ')[0]
            @{ Name = $_.Title; Text = Get-PlainText $body; Binding = Get-Binding $body }
        }
    }
    # How Get-Command says that a parameter is bound, in the words of the pages.
    function Get-RealBinding ($Command, [string] $Name) {
        $parameter = $Command.Parameters[$Name]
        $one = @($Command.ParameterSets.Parameters | Where-Object Name -EQ $Name)[0]
        $sources = @(if ($one.ValueFromPipelineByPropertyName) { 'ByPropertyName' }; if ($one.ValueFromPipeline) { 'ByValue' })
        $sets = @($Command.ParameterSets | Where-Object { $_.Parameters.Name -contains $Name } | ForEach-Object Name)
        $isOfAll = $parameter.ParameterSets.ContainsKey('__AllParameterSets')
        $type = $parameter.ParameterType
        @{
            'Type'                        = $type.Name
            'Parameter Sets'              = if ($isOfAll) { '(All)' } else { $sets -join ', ' }
            'Aliases'                     = $parameter.Aliases -join ', '
            'Accepted values'             = if ($type.IsEnum) { [Enum]::GetNames($type) -join ', ' } else { '' }
            'Required'                    = "$($one.IsMandatory)"
            'Position'                    = if ($one.Position -lt 0) { 'Named' } else { "$($one.Position)" }
            'Accept pipeline input'       = if ($sources) { "True ($($sources -join ', '))" } else { 'False' }
            'Accept wildcard characters'  = "$([bool] ($parameter.Attributes | Where-Object { $_ -is [SupportsWildcards] }))"
        }
    }
}

Describe 'The page of each cmdlet' -Tag Help {
    It 'is there, and there is no other' {
        (Get-HelpPage).Name | Should -Be (Get-Command -Module EntraRevoke -CommandType Cmdlet | Sort-Object Name).Name
    }
}

Describe 'The help of <Name>' -Tag Help -ForEach $pages {
    BeforeAll {
        $command = Get-Command "EntraRevoke\$Name"
        $help = Get-Help "EntraRevoke\$Name" -Full
        $documented = @(Get-DocumentedParameter $Page)
        $own = @($command.Parameters.Keys | Where-Object { $_ -notin $common })
    }

    It 'is what the page says' {
        $help.Synopsis.Trim() | Should -BeExactly (Get-PlainText $Page.Sections.SYNOPSIS)
        Get-Prose $help.description | Should -BeExactly (Get-PlainText $Page.Sections.DESCRIPTION)
        Get-Prose $help.alertSet.alert | Should -BeExactly (Get-PlainText $Page.Sections.NOTES)
        $help.ModuleName | Should -BeExactly EntraRevoke
        Test-Path "$ModuleFolder/en-US/$(Split-Path $command.HelpFile -Leaf)" | Should -BeTrue
    }

    It 'has the examples of the page' {
        $examples = @(Split-Heading $Page.Sections.EXAMPLES '### ')
        @($help.examples.example) | Should -HaveCount $examples.Count
        for ($index = 0; $index -lt $examples.Count; $index++) {
            $shown = @($help.examples.example)[$index]
            $shown.title.Trim('-', ' ') | Should -BeExactly $examples[$index].Title
            $shown.code -replace '\r' | Should -BeExactly (@(Get-Fence $examples[$index].Body) -join "`n`n")
            Get-Prose $shown.remarks | Should -BeExactly (Get-PlainText $examples[$index].Body)
        }
    }

    It 'says what goes in, what comes out, and where to read on' {
        $help.inputTypes.inputType.type.name | Should -Be (Split-Heading $Page.Sections.INPUTS '### ').Title
        $outputs = (Split-Heading $Page.Sections.OUTPUTS '### ').Title
        $help.returnValues.returnValue.type.name | Should -Be $outputs
        $declared = @($command.OutputType.Name)
        $outputs | Should -Be $(if ($declared) { $declared } else { 'None' })
        $links = [regex]::Matches($Page.Sections.'RELATED LINKS', '\[([^]]+)\]\(([^)]+)\)')
        $help.relatedLinks.navigationLink.linkText | Should -Be $links.ForEach({ $_.Groups[1].Value })
    }

    It 'is the page in the repository for -Online' {
        $online = [regex]::Match($Page.Text, '(?m)^online version: (\S+)$').Groups[1].Value
        $online | Should -BeLike "*/module/docs/en-US/$Name.md"
        @($help.relatedLinks.navigationLink)[0].uri | Should -BeExactly $online
        $command.HelpUri | Should -BeExactly $online
    }

    It 'has the syntax of the cmdlet' {
        $real = @((Get-Command $Name -Syntax) -split '\n' | ForEach-Object { Get-OneLine $_ } | Where-Object { $_ })
        Get-Fence $Page.Sections.SYNTAX | ForEach-Object { Get-OneLine $_ } | Should -Be $real
        $items = @($help.syntax.syntaxItem)
        $items | Should -HaveCount $command.ParameterSets.Count
        foreach ($set in $command.ParameterSets) {
            $expected = @($set.Parameters | Where-Object Name -NotIn $common | ForEach-Object Name | Sort-Object)
            $items | Where-Object {
                $names = if ($_.PSObject.Properties['parameter']) { @($_.parameter.name | Sort-Object) } else { @() }
                "$names" -eq "$expected"
            } | Should -Not -BeNullOrEmpty -Because "the set $($set.Name) has $expected"
        }
    }

    It 'documents each parameter as it is, and no other' {
        $documented.Name | Should -Be ($own | Sort-Object)
        foreach ($parameter in $documented) {
            $real = Get-RealBinding $command $parameter.Name
            foreach ($field in $real.Keys) {
                $parameter.Binding[$field] | Should -BeExactly $real[$field] -Because "that is $field of -$($parameter.Name)"
            }
        }
    }

    It 'answers for each parameter by itself' {
        if (-not $documented) { return }
        $shown = @(Get-Help "EntraRevoke\$Name" -Parameter *)
        $shown.name | Should -Be $documented.Name
        for ($index = 0; $index -lt $shown.Count; $index++) {
            $binding = $documented[$index].Binding
            Get-Prose $shown[$index].description | Should -BeExactly $documented[$index].Text
            $shown[$index].type.name | Should -Be $binding.Type
            $shown[$index].required | Should -Be $binding.Required
            $shown[$index].position | Should -Be $binding.Position
            $shown[$index].pipelineInput | Should -Be $binding['Accept pipeline input']
            $shown[$index].globbing | Should -Be $binding['Accept wildcard characters']
            $shown[$index].defaultValue | Should -Be $binding['Default value']
            $shown[$index].aliases | Should -Be $(if ($binding.Aliases) { $binding.Aliases } else { 'none' })
        }
    }

    It 'is shown whole' {
        $shown = Get-OneLine ($help | Out-String)
        foreach ($heading in 'NAME', 'SYNOPSIS', 'SYNTAX', 'DESCRIPTION', 'PARAMETERS', 'INPUTS', 'OUTPUTS', 'NOTES', 'RELATED LINKS') {
            $shown | Should -MatchExactly "(^| )$heading( |$)"
        }
        foreach ($parameter in $documented) { $shown | Should -BeLike "* -$($parameter.Name) *" }
        $shown | Should -Not -BeLike '*{{*'
    }
}

Describe 'The about topic' -Tag Help {
    It 'is found by <_>' -ForEach 'about_EntraRevoke', 'about_entrar*' {
        $topic = Get-Help $_
        $topic.Synopsis.Trim() | Should -BeExactly 'Signs in to Microsoft Entra ID and ends every session of yours.'
        $text = "$topic" -replace '\r'
        'TOPIC', 'LONG DESCRIPTION', 'SEE ALSO' | ForEach-Object { $text | Should -MatchExactly "(?m)^$_$" }
        $text | Should -MatchExactly 'ENTRAREVOKE_CLIENT_ID'
        $text -split '\n' | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        # The cmdlets that only change environments are left to their own pages.
        (Get-HelpPage).Name | Where-Object { $_ -notlike 'Set-*' -and $_ -notlike 'Remove-*' } |
            Where-Object { -not $text.Contains($_) } | Should -BeNullOrEmpty
    }
}

Describe 'The help of the revocation' -Tag Help {
    It 'has the facts of the reference' {
        $page = Get-HelpPage | Where-Object Name -EQ Revoke-EntraSignedInUserAllRefreshToken
        foreach ($fact in 'every refresh token that was issued to an application', 'session cookie in a browser',
            'signInSessionsValidFromDateTime', 'lost or stolen', 'consented to', 'gets an error', 'authorization endpoint',
            'new refresh token', 'a few minutes') {
            $page.Sections.DESCRIPTION | Should -BeLike "*$fact*"
        }
        $first = @(Split-Heading $page.Sections.EXAMPLES '### ')[0].Body
        Get-Fence $first | Should -BeExactly "Connect-Entra -Scopes 'User.RevokeSessions.All'`nRevoke-EntraSignedInUserAllRefreshToken",
            "Value`n-----`nTrue"
    }

    It 'is opened in the browser by -Online' -Skip:(-not $IsLinux) {
        $folder = New-Folder
        $opened = "$folder/opened"
        $null = & mkfifo $opened
        Set-Content "$folder/xdg-open" "#!/bin/sh`nprintf '%s\n' `"`$1`" > '$opened'"
        chmod +x "$folder/xdg-open"
        $script = "Import-Module '$ModuleManifest'; Get-Help Revoke-EntraSignedInUserAllRefreshToken -Online; cat '$opened'"
        $run = Invoke-Shell $script @{ PATH = "${folder}:$env:PATH" }
        $run.Lines | Should -Be (Get-Command Revoke-EntraSignedInUserAllRefreshToken).HelpUri
    }
}

Describe 'A page that lacks something' -Tag Help {
    It 'is refused with its name and heading: <From> becomes <To>' -ForEach @(
        @{ From = '## NOTES'; To = '## NOTE'; Says = 'the sections have to be' }
        @{ From = '# Get-EntraContext'; To = '# Get-Context'; Says = "the title has to be '# Get-EntraContext'" }
        @{ From = '[Online Version:]('; To = '[Online](x'; Says = '## RELATED LINKS: the first link has to be' }
        @{ From = '## DESCRIPTION'; To = "## DESCRIPTION`n{{ Fill }}"; Says = '## DESCRIPTION: a placeholder is left' }
        @{ From = 'Get-EntraContext [<'; To = 'Get-EntraContext [-Other] [<'; Says = '## SYNTAX: -Other is not documented' }
    ) {
        $folder = New-Folder
        $page = Get-Content "$Root/module/docs/en-US/Get-EntraContext.md" -Raw
        $page.Contains($From) | Should -BeTrue
        Set-Content "$folder/Get-EntraContext.md" $page.Replace($From, $To)
        { & "$Root/module/docs/ConvertTo-Help.ps1" $folder "$folder/out" } | Should -Throw "Get-EntraContext.md: *$Says*"
    }
}
