namespace LambdaSync.Kinds.Marketplace;

/// <summary>What is said of records of AWS Marketplace.</summary>
static class MarketIssues
{
    public static Issue NotVisible(string id) => Issue.Note(
        IssueCodes.MarketplaceNotVisible, null, id, "AWS Marketplace shows this account no such record: it is another seller's, or it does not exist", "nothing to do, unless the id was typed; then check it");

    public static Issue FromEvent(string id) => Issue.Note(
        IssueCodes.MarketplaceNotVisible, null, id, "the agreement is between a channel partner and its buyer, so AWS shows it to them alone; what is known is from AWS's event", "nothing to do");
}
