namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>What an organisation has before anybody worked in it: itself, its users, its record types.</summary>
static class FirstRecords
{
    public static void Plant(Organization organization)
    {
        organization.OrganizationId = Add(organization, "Organization", new()
        {
            ["Name"] = "Example Ltd",
            ["InstanceName"] = "SIM1",
            ["IsSandbox"] = false,
            ["OrganizationType"] = "Enterprise Edition",
            ["DefaultCurrencyIsoCode"] = "USD",
            ["TimeZoneSidKey"] = "Europe/Berlin",
            ["LanguageLocaleKey"] = "en_US",
        }).Id;
        organization.UserId = AddUser(organization, "integration@example.com", "LambdaSync", "Integration").Id;
        organization.PersonId = AddUser(organization, "person@example.com", "Pat", "Person").Id;
        foreach (var model in organization.Schema.All.ToList())
        {
            foreach (var type in model.RecordTypes)
                AddRecordType(organization, model.Name, type);
        }

        foreach (var entity in (string[])["OpportunityChangeEvent", "LeadChangeEvent", "AccountChangeEvent", "ContactChangeEvent"])
            Add(organization, "PlatformEventChannelMember", new() { ["DeveloperName"] = $"LambdaSync_Changes_chn_{entity}", ["EventChannel"] = "LambdaSync_Changes__chn", ["SelectedEntity"] = entity });
        Add(organization, "PlatformEventChannelMember", new() { ["DeveloperName"] = "LambdaSync_Commands_chn_LambdaSync_Command_e", ["EventChannel"] = "LambdaSync_Commands__chn", ["SelectedEntity"] = "LambdaSync_Command__e" });
        Add(organization, "EventRelayFeedback", new()
        {
            ["EventRelayNumber"] = "ER-00001",
            ["Status"] = "RUNNING",
            ["RemoteResource"] = $"aws.partner/salesforce.com/{organization.OrganizationId}/{ChangeEvents.ChannelId}",
        });
    }

    public static Row AddUser(Organization organization, string username, string first, string last, bool isActive = true) =>
        Add(organization, "User", new() { ["Username"] = username, ["Email"] = username, ["FirstName"] = first, ["LastName"] = last, ["Name"] = $"{first} {last}", ["IsActive"] = isActive, ["UserType"] = "Standard" });

    public static void AddRecordType(Organization organization, string sobject, Model.ObjectModel.RecordType type)
    {
        var row = Add(organization, "RecordType", new() { ["Name"] = type.Label, ["DeveloperName"] = type.DeveloperName, ["SobjectType"] = sobject, ["IsActive"] = type.IsActive, ["IsPersonType"] = type.IsPerson }, type.Id);
        row.Values["Id"] = type.Id;
    }

    /// <summary>A row that no rule looks at.</summary>
    public static Row Add(Organization organization, string sobject, Dictionary<string, object> values, string? id = null)
    {
        var model = organization.Schema[sobject];
        var row = new Row(id ?? organization.NextId(model), model);
        foreach (var (name, value) in values)
            row.Values[name] = value;
        row.Values["Id"] = row.Id;
        row.Values["IsDeleted"] = false;
        foreach (var name in (string[])["CreatedDate", "LastModifiedDate", "SystemModstamp"])
            row.Values[name] = organization.Second;
        foreach (var name in (string[])["CreatedById", "LastModifiedById"])
            row.Values[name] = organization.UserId.Length > 0 ? organization.UserId : row.Id;
        organization.Put(row);
        return row;
    }
}
