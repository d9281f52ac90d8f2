namespace Amazon.Lambda.SQSEvents;

/// <summary>The messages of a batch that failed and come again (docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting).</summary>
public class SQSBatchResponse
{
    public List<BatchItemFailure> BatchItemFailures { get; set; } = [];

    public class BatchItemFailure
    {
        public string ItemIdentifier { get; set; } = "";
    }
}
