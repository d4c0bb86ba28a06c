# Reads help pages, each of which has the sections of its kind, and each section its kinds of blocks.

$Online = 'https://github.com/entrarevoke/entrarevoke/blob/main/module/docs/en-US'
$Prose = '((Text|Link|Item) )+'

# The sections of a cmdlet's page: the kinds of blocks in them, and the same in words.
$CmdletSections = [ordered]@{
    'SYNOPSIS'      = 'Text ', 'one paragraph'
    'SYNTAX'        = '(Code |(3 Code )+)', 'one block of code, or one under a heading for each parameter set'
    'DESCRIPTION'   = $Prose, 'text'
    'EXAMPLES'      = "(3 powershell (Output )?$Prose)+", 'for each example a heading, a block of powershell, perhaps one of Output, and text'
    'PARAMETERS'    = "(3 $Prose(yaml )*)+", 'for each parameter a heading, text, and a block of yaml'
    'INPUTS'        = "(3 $Prose)+", 'for each type, or for None, a heading and text'
    'OUTPUTS'       = "(3 $Prose)+", 'for each type, or for None, a heading and text'
    'NOTES'         = $Prose, 'text'
    'RELATED LINKS' = '(Link )+', 'paragraphs of one link each'
}

# The fields of a parameter, and what each may be.
$Fields = [ordered]@{
    'Type' = '\S+'; 'Parameter Sets' = '.+'; 'Aliases' = '.*'; 'Accepted values' = '.*'; 'Required' = 'True|False'
    'Position' = 'Named|\d+'; 'Default value' = '.+'; 'Accept pipeline input' = 'False|True \(.+\)'
    'Accept wildcard characters' = 'True|False'
}

# The sections of a page that begins as it has to, with no placeholder of a generator left in it.
function Read-Page ($File, [string] $Start) {
    $text = (Get-Content $File -Raw) -replace '\r'
    if (-not $text.StartsWith($Start)) { throw "the page has to begin with`n$Start" }
    $blocks = @(Get-Block $text.Substring($Start.IndexOf('# ')))
    $blocks | Where-Object { $_.Text.Contains('{{') } | ForEach-Object { throw "$($_.Heading): a placeholder is left: $($_.Text)" }
    if ($blocks.Count -lt 2 -or $blocks[1].Kind -ne '2') { throw "$($blocks[0].Heading): a section has to follow the title" }
    Split-Section $blocks 2
}

# Makes sure that a section has the kinds of blocks that it has to have; the first that does not fit tells the heading.
function Assert-Section ($Section, [string] $Kinds, [string] $Words) {
    $found = -join ($Section.Body | ForEach-Object { "$($_.Kind) " })
    $fits = [regex]::Match($found, "^$Kinds").Value
    if ($found -and $fits -ceq $found) { return }
    $wrong = $Section.Body | Select-Object -Skip ($fits.Split(' ').Count - 1) -First 1
    throw "$(if ($wrong) { $wrong.Heading } else { "## $($Section.Title)" }): what belongs here is $Words"
}

# The page of a cmdlet.
function Read-CmdletPage ($File) {
    $sections = @(Read-Page $File @"
---
external help file: EntraRevoke.dll-Help.xml
Module Name: EntraRevoke
online version: $Online/$($File.Name)
schema: 2.0.0
---

# $($File.BaseName)

"@.Replace("`r", ''))
    $titles = $CmdletSections.Keys -join ', '
    if ($sections.Title -join ', ' -cne $titles) { throw "the sections have to be $titles, in this order" }
    $page = @{ Name = $File.BaseName }
    foreach ($section in $sections) {
        $kinds, $words = $CmdletSections[$section.Title]
        Assert-Section $section $kinds $words
        $page[$section.Title] = $section.Body
    }
    $first = $page['RELATED LINKS'][0].Link
    if ("[$($first.Text)]($($first.Url))" -cne "[Online Version:]($Online/$($File.Name))") {
        throw "## RELATED LINKS: the first link has to be [Online Version:]($Online/$($File.Name))"
    }
    $own, $common = (Split-Section $page.PARAMETERS 3).Where({ $_.Title -ne 'CommonParameters' }, 'Split')
    if (-not $common) { throw '## PARAMETERS: the heading ### CommonParameters is missing' }
    $page.Parameters = @(foreach ($parameter in $own) { Read-Parameter $parameter })
    $page
}

# A parameter: its text, and a table for each block of YAML that says how it is bound.
function Read-Parameter ($Section) {
    $variants = @(foreach ($block in $Section.Body) { if ($block.Kind -eq 'yaml') { Read-Binding $block } })
    if (-not $variants) { throw "### $($Section.Title): a block of yaml is missing" }
    @{ Name = $Section.Title.TrimStart('-'); Prose = @(Get-Prose $Section.Body); Variants = $variants }
}

# How a parameter is bound, as a table.
function Read-Binding ($Block) {
    $binding = @{ 'Accepted values' = '' }
    foreach ($line in $Block.Text -split '\n' | Where-Object { $_ }) {
        $name, $value = $line.Split(':', 2)
        if ($name -notin $Fields.Keys) { throw "$($Block.Heading): ``$name`` is not known" }
        if ($binding[$name]) { throw "$($Block.Heading): ``$name`` is there twice" }
        $binding[$name] = "$value".Trim()
    }
    foreach ($name in $Fields.Keys) {
        if (-not $binding.ContainsKey($name)) { throw "$($Block.Heading): ``$name`` is missing" }
        if ($binding[$name] -cnotmatch "^($($Fields[$name]))$") {
            throw "$($Block.Heading): ``$name`` is ``$($binding[$name])``, and has to match $($Fields[$name])"
        }
    }
    $binding
}

# The sections of an about topic.
function Read-Topic ($File) {
    $sections = @(Read-Page $File "# $($File.BaseName)`n")
    $titles = 'SHORT DESCRIPTION, LONG DESCRIPTION(, EXAMPLES)?(, NOTE)?(, TROUBLESHOOTING NOTE)?(, SEE ALSO)?(, KEYWORDS)?'
    if ($sections.Title -join ', ' -cnotmatch "^$titles$") { throw "the sections have to be $titles, in this order" }
    Assert-Section $sections[0] 'Text ' 'one paragraph'
    foreach ($section in $sections) {
        Assert-Section $section '((3|Text|Link|Item|Code|powershell) )+' 'text, or code, perhaps under headings of level 3'
        $section
    }
}

# An about topic as lines of at most 80 columns.
function Format-Topic ([string] $Name, $Sections) {
    'TOPIC', "    $Name"
    foreach ($section in $Sections) {
        '', $section.Title
        $before = $null
        foreach ($block in $section.Body) {
            if ($before -and -not ($before -eq 'Item' -and $block.Kind -eq 'Item')) { '' }
            $before = $block.Kind
            switch ($block.Kind) {
                3 { Format-Line $block.Text '  ' '  ' }
                Item { Format-Line $block.Text '    - ' '      ' }
                { $_ -in 'Text', 'Link' } { Format-Line $block.Text '    ' '    ' }
                default { $block.Text -split '\n' | ForEach-Object { "        $_".TrimEnd() } }
            }
        }
    }
}

# Breaks a text into lines: the first after one margin, the others after another.
function Format-Line ([string] $Text, [string] $First, [string] $Other) {
    $line = $First
    foreach ($word in $Text -split '\s+') {
        if ($line.Trim(' ', '-') -and "$line $word".Length -gt 80) { $line; $line = $Other }
        $line += if ($line.Trim(' ', '-')) { " $word" } else { $word }
    }
    $line
}
