using Amazon.Lambda.SQSEvents;

namespace LambdaSync.Functions;

/// <summary>Messages that SQS is to deliver again.</summary>
static class BatchFailures
{
    /// <summary>The message has failed: it is counted and delivered again.</summary>
    public static void Fail(this SQSBatchResponse response, string messageId)
    {
        Telemetry.MessageFailed();
        response.BatchItemFailures.Add(new SQSBatchResponse.BatchItemFailure { ItemIdentifier = messageId });
    }
}
