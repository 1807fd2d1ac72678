package org.onshi.wire;

/** Element names of the interface that more than one message uses (interface.md §2). */
final class Names {
    static final String HEADER = "MessageHeader";
    static final String BODY = "MessageBody";
    static final String EXECUTION_TIME = "ProcessExecutionTime";
    static final String CONFIRMATION_DATE = "QualificationConfirmationDate";
    static final String FACILITY_CODE = "MedicalInstitutionCode";
    static final String FILE_IDENTIFIER = "ArbitraryFileIdentifier";
    static final String RECEPTION_NUMBER = "ReceptionNumber";
    static final String REFERENCE_CLASSIFICATION = "ReferenceClassification";
    static final String SEGMENT = "SegmentOfResult";
    static final String ERROR_CODE = "ErrorCode";
    static final String ERROR_MESSAGE = "ErrorMessage";
    static final String RESULTS_ALL = "NumberOfProcessingResult";
    static final String RESULTS_NORMAL = "NumberOfNormalProcessing";
    static final String RESULTS_ERROR = "NumberOfError";
    static final String CHARACTER_CODE = "CharacterCodeIdentifier";
    static final String SEARCH = "QualificationConfirmSearchInfo";
    static final String PRESCRIPTION_ISSUE = "PrescriptionIssueSelect";
    static final String STATUS = "ProcessingResultStatus";
    static final String RESULT_CODE = "ProcessingResultCode";
    static final String RESULT_MESSAGE = "ProcessingResultMessage";
    static final String VALIDITY = "QualificationValidity";
    static final String RESULT_LIST = "ResultList";
    static final String RESULT = "ResultOfQualificationConfirmation";
    static final String BULK_UNIT = "BulkConfirmUnit";
    static final String REFERENCE_NUMBER = "ReferenceNumber";
    static final String REFERENCE_REGISTRATION = "ReferenceNumberRegistrationInfo";
    static final String BULK_REGISTRATION = "BulkRegistrationUnit";
    static final String ARBITRARY_IDENTIFIER = "ArbitraryIdentifier";
    static final String INSURER_NUMBER = "InsurerNumber";
    static final String SYMBOL = "InsuredCardSymbol";
    static final String NUMBER = "InsuredIdentificationNumber";
    static final String BRANCH = "InsuredBranchNumber";
    static final String BIRTH_DATE = "Birthdate";
    static final String LIMIT_CONSENT = "LimitApplicationCertificateRelatedConsFlg";

    private Names() {}
}
